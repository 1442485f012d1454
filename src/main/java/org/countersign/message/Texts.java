package org.countersign.message;

/**
 * All texts of one language for one purpose.
 *
 * @param sms the whole text, for an SMS that it fits and for chats
 * @param brief for an SMS that the whole one does not fit: who, the code, and who may hear it
 * @param briefest what an SMS says at least: who and the code
 */
record Texts(
        TextPattern sms,
        TextPattern brief,
        TextPattern briefest,
        TextPattern voice,
        TextPattern subject,
        TextPattern body) {}
