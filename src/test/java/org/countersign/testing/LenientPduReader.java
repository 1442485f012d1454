package org.countersign.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.PDUReader;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Command;

/**
 * Reads a refusal of a receipt that has no body as one with an empty message id. jSMPP's server side loses a thread
 * over it otherwise (ArrayIndexOutOfBoundsException at index 16).
 */
final class LenientPduReader implements PDUReader {

    private static final int HEADER = 16;

    private final PDUReader reader = new DefaultPDUReader();

    @Override
    public Command readPDUHeader(DataInputStream in) throws InvalidCommandLengthException, IOException {
        return reader.readPDUHeader(in);
    }

    @Override
    public byte[] readPDU(DataInputStream in, Command header) throws IOException {
        byte[] pdu = reader.readPDU(in, header);
        return complete(pdu, header.getCommandId());
    }

    @Override
    public byte[] readPDU(DataInputStream in, int length, int id, int status, int sequence) throws IOException {
        return complete(reader.readPDU(in, length, id, status, sequence), id);
    }

    private static byte[] complete(byte[] pdu, int id) {
        boolean bare = id == SMPPConstant.CID_DELIVER_SM_RESP && pdu.length == HEADER;
        return bare ? Arrays.copyOf(pdu, HEADER + 1) : pdu;
    }
}
