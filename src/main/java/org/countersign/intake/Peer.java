package org.countersign.intake;

/**
 * Who is at the other end of a connection.
 *
 * @param subject of the sender's certificate; empty without one
 * @param connection the connection's own name, as long as it is open; empty where there is none to answer on later
 */
public record Peer(String subject, String connection) {

    /** Nobody who is known, or could be answered later. */
    public static final Peer UNKNOWN = new Peer("", "");
}
