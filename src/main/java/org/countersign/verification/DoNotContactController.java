package org.countersign.verification;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.countersign.guard.DoNotContact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The do-not-contact list, by REST. The address stands in the body, since addresses of requests are written into logs.
 * Nobody can ask what is on the list.
 */
@RestController
class DoNotContactController {

    private static final Logger LOG = LoggerFactory.getLogger(DoNotContactController.class);
    private static final String PATH = "/v1/do-not-contact";

    private final AskedCodeReader reader;
    private final DoNotContact list;

    DoNotContactController(AskedCodeReader reader, DoNotContact list) {
        this.reader = reader;
        this.list = list;
    }

    /** Lists an address. Doing it again changes nothing and is no error. */
    @PutMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void list(InputStream body, HttpServletRequest request) throws IOException {
        String client = request.getUserPrincipal().getName();
        list.list(reader.readAddress(body), client);
        LOG.info("{} put an address on the do-not-contact list", client);
    }

    /** Takes an address off the list, whether it is on it or not. */
    @DeleteMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unlist(InputStream body, HttpServletRequest request) throws IOException {
        String client = request.getUserPrincipal().getName();
        list.unlist(reader.readAddress(body), client);
        LOG.info("{} took an address off the do-not-contact list", client);
    }
}
