package org.countersign.smart;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.web.servlet.ServletRegistrationBean;

/** A document at a well-known address, the same for everybody. */
public final class JsonDocument extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final byte[] json;

    private JsonDocument(String json) {
        this.json = json.getBytes(StandardCharsets.UTF_8);
    }

    /** Serves {@code json} at {@code path}; nothing where it is empty. */
    public static ServletRegistrationBean<JsonDocument> at(String path, String json) {
        var registration = new ServletRegistrationBean<>(new JsonDocument(json), path);
        registration.setName(path);
        registration.setEnabled(!json.isEmpty());
        return registration;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
