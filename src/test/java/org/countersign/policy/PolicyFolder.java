package org.countersign.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of policies written by a test. */
record PolicyFolder(Path path) {

    /** As an integration engineer would write it; other policies are this one with a line changed. */
    static final String APPOINTMENT = """
            name: appointment
            purpose: appointment
            on: [SIU^S12, SIU^S13]
            steps:
                - transport: sms
                  wait: 60s
                  success: delivered
                - transport: email
            timeToLive: 5m
            binding: [reference, start]
            """;

    static final String REFILL = """
            name: refill
            purpose: refill
            on: [refill]
            steps:
                - transport: sms
                - transport: voice
                - transport: email
            binding: [reference, drug]
            """;

    PolicyFolder write(String name, String text) {
        try {
            Files.writeString(path.resolve(name), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return this;
    }

    PolicyCatalog read() {
        return PolicyCatalog.read(path);
    }

    /** The message of what is wrong, with the folder's path left out. */
    String complaint() {
        try {
            read();
        } catch (InvalidPoliciesException e) {
            return e.getMessage().replace(path + "/", "").replace(path.toString(), "FOLDER");
        }
        throw new AssertionError("The policies were taken");
    }
}
