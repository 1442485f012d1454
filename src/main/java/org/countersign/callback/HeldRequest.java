package org.countersign.callback;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A request whose body was read. Camel's platform-http takes it by the reader, others by the stream. */
final class HeldRequest extends HttpServletRequestWrapper {

    private final byte[] body;

    HeldRequest(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body.clone();
    }

    @Override
    public ServletInputStream getInputStream() {
        return new HeldStream(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() throws IOException {
        String name = Optional.ofNullable(getCharacterEncoding()).orElse(StandardCharsets.UTF_8.name());
        if (!Charset.isSupported(name)) {
            throw new UnsupportedEncodingException(name);
        }
        return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), Charset.forName(name)));
    }

    private static final class HeldStream extends ServletInputStream {

        private final ByteArrayInputStream body;

        HeldStream(ByteArrayInputStream body) {
            this.body = body;
        }

        @Override
        public int read() {
            return body.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return body.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return body.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("The body is here already");
        }
    }
}
