package org.countersign.testing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.hl7.fhir.r4.model.AuditEvent;

/**
 * A FHIR R4 server of its own (HAPI's RestfulServer in Tomcat) that keeps AuditEvents in memory: read, update, batches
 * of updates, and search by {@code patient.identifier} and {@code entity.identifier}. It can be told to fail, and be
 * stopped and started again on its port with what it keeps.
 */
public final class FhirServer implements AutoCloseable {

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final long HOLD_SECONDS = 60;

    private final StoredAuditEvents stored = new StoredAuditEvents();
    private final AtomicInteger requests = new AtomicInteger();
    private final Path folder;
    private volatile Mood mood = new Mood.Well();
    private volatile Optional<String> authorization = Optional.empty();
    private volatile String lastAuthorization = "";
    private int port;
    private Tomcat tomcat;

    private FhirServer(int port) {
        this.port = port;
        try {
            folder = Files.createTempDirectory("fhir-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts on a free port of 127.0.0.1. */
    public static FhirServer start() {
        var server = new FhirServer(0);
        server.restart();
        return server;
    }

    /** Base of its API, the same after a restart. */
    public String url() {
        return "http://127.0.0.1:" + port + "/fhir";
    }

    /** Listens again, if it does not. */
    public void restart() {
        if (tomcat != null) {
            return;
        }
        tomcat = tomcat();
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException("The FHIR server could not start", e);
        }
        port = tomcat.getConnector().getLocalPort();
    }

    /** Refuses connections from now on; keeps what it has. */
    public void stop() {
        recover();
        if (tomcat == null) {
            return;
        }
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("The FHIR server could not stop", e);
        }
        tomcat = null;
    }

    /** Answers every request with {@code status} and applies none. */
    public void failWith(int status) {
        become(new Mood.Failing(status));
    }

    /** Closes the connection of every request without an answer and applies none. */
    public void drop() {
        become(new Mood.Dropping(false));
    }

    /** Applies every request, then closes the connection without an answer. */
    public void applyAndDrop() {
        become(new Mood.Dropping(true));
    }

    /** Applies every request, but answers only after {@link #recover} (or a minute). */
    public void applyAndHold() {
        become(new Mood.Holding(new CountDownLatch(1)));
    }

    /** Does its work again. */
    public void recover() {
        become(new Mood.Well());
    }

    /** Answers each write of the AuditEvent {@code id} with {@code status}, within a batch too. */
    public void refuse(String id, int status) {
        stored.refuse(id, status);
    }

    /** Answers each request whose body has {@code text} in it with {@code status} and applies nothing of it. */
    public void refuseRequestsWith(String text, int status) {
        become(new Mood.Choosy(text, status));
    }

    /** Takes every AuditEvent again. */
    public void refuseNone() {
        stored.refuseNone();
    }

    /** Refuses with 422 each AuditEvent for which {@code valid} throws an AssertionError. */
    public void check(Consumer<AuditEvent> valid) {
        stored.check(valid);
    }

    /** Answers 401 to requests with another Authorization header. */
    public void demand(String authorizationHeader) {
        authorization = Optional.of(authorizationHeader);
    }

    /** Authorization header of the last request; empty where there was none. */
    public String lastAuthorization() {
        return lastAuthorization;
    }

    /** What it keeps, in the order in which each was first written; the id tells the version. */
    public List<AuditEvent> auditEvents() {
        return stored.list();
    }

    /** Requests that came in, answered or not. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        stop();
    }

    private void become(Mood next) {
        Mood before = mood;
        mood = next;
        if (before instanceof Mood.Holding holding) {
            holding.released().countDown();
        }
    }

    private Tomcat tomcat() {
        var server = new Tomcat();
        server.setBaseDir(folder.toString());
        var connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        server.setConnector(connector);
        Context context = server.addContext("", folder.toString());
        context.getPipeline().addValve(new MoodValve());
        Tomcat.addServlet(context, "fhir", servlet());
        context.addServletMappingDecoded("/fhir/*", "fhir");
        return server;
    }

    private RestfulServer servlet() {
        var servlet = new RestfulServer(CONTEXT);
        servlet.registerProvider(stored);
        servlet.registerInterceptor(new BodyInspection());
        servlet.setServerName("FHIR server of the tests");
        return servlet;
    }

    /** How requests are met. */
    private sealed interface Mood {
        record Well() implements Mood {}

        record Failing(int status) implements Mood {}

        record Dropping(boolean applies) implements Mood {}

        record Choosy(String text, int status) implements Mood {}

        record Holding(CountDownLatch released) implements Mood {}
    }

    /** Looks into bodies once they are read. Public, since HAPI calls it. */
    @Interceptor
    public final class BodyInspection {

        @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
        public void inspect(RequestDetails request) {
            if (mood instanceof Mood.Choosy choosy
                    && new String(request.loadRequestContents(), StandardCharsets.UTF_8).contains(choosy.text())) {
                throw new UnclassifiedServerFailureException(choosy.status(), "Refused by the test");
            }
        }
    }

    private final class MoodValve extends ValveBase {

        MoodValve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            requests.incrementAndGet();
            String given =
                    Optional.ofNullable(request.getHeader("Authorization")).orElse("");
            lastAuthorization = given;
            if (authorization.filter(demanded -> !demanded.equals(given)).isPresent()) {
                response.sendError(401);
                return;
            }
            switch (mood) {
                case Mood.Well well -> getNext().invoke(request, response);
                case Mood.Choosy choosy -> getNext().invoke(request, response);
                case Mood.Failing failing -> response.sendError(failing.status());
                case Mood.Dropping dropping -> {
                    if (dropping.applies()) {
                        applyUnanswered(request, response);
                    }
                    close(response);
                }
                case Mood.Holding holding -> {
                    applyUnanswered(request, response);
                    await(holding.released());
                    close(response);
                }
            }
        }

        private void applyUnanswered(Request request, Response response) throws IOException, ServletException {
            response.setSuspended(true);
            getNext().invoke(request, response);
        }

        private void close(Response response) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        }

        private void await(CountDownLatch released) {
            try {
                released.await(HOLD_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
