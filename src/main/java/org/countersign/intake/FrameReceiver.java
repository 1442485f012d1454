package org.countersign.intake;

import java.util.concurrent.CompletionStage;

/** Takes the frames of a feed. */
interface FrameReceiver {

    /**
     * Takes one frame; frames of a connection are given in the order they came. Must not block, nor throw.
     *
     * @return the answer to send, completed on any thread; no bytes where none is to be sent
     */
    CompletionStage<byte[]> receive(Frame frame, Peer peer);
}
