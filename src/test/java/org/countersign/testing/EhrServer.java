package org.countersign.testing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.VerificationResult;

/**
 * An EHR's FHIR R4 server (HAPI's RestfulServer in Tomcat) that keeps versions of its records in memory and takes an
 * update only over the version that If-Match names. It can be told to fail, and to change a record just before an
 * update arrives.
 */
public final class EhrServer implements AutoCloseable {

    /** What others write beside its records. */
    private static final Set<Class<?>> EVIDENCE =
            Set.of(Provenance.class, Communication.class, VerificationResult.class);

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    private final Map<String, List<Resource>> versions = new ConcurrentHashMap<>();
    private final AtomicInteger updates = new AtomicInteger();
    private final Tomcat tomcat = new Tomcat();
    private volatile int failure;
    private volatile boolean drops;
    private volatile Runnable meanwhile = () -> {};
    private volatile AuthorizationServer guard;
    private volatile boolean refusing;

    private EhrServer() {}

    /** Starts on a free port of 127.0.0.1. */
    public static EhrServer start() {
        EhrServer server = new EhrServer();
        try {
            Path folder = Files.createTempDirectory("ehr-server");
            server.tomcat.setBaseDir(folder.toString());
            var connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            server.tomcat.setConnector(connector);
            Context context = server.tomcat.addContext("", folder.toString());
            context.getPipeline().addValve(server.new Moods());
            Tomcat.addServlet(context, "fhir", server.servlet());
            context.addServletMappingDecoded("/fhir/*", "fhir");
            server.tomcat.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    public String url() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/fhir";
    }

    /** The EHR itself writes a record: a new version of it. */
    public void write(Resource record) {
        List<Resource> all =
                versions.computeIfAbsent(key(record.fhirType(), record.getIdPart()), key -> new ArrayList<>());
        Resource kept = record.copy();
        kept.setId(new IdType(record.fhirType(), record.getIdPart(), Integer.toString(all.size() + 1)));
        kept.getMeta().setVersionId(Integer.toString(all.size() + 1));
        all.add(kept);
    }

    /** The latest version of a record. */
    public <T extends Resource> T record(Class<T> type, String id) {
        List<Resource> all = versions.getOrDefault(key(type.getSimpleName(), id), List.of());
        return all.isEmpty() ? null : type.cast(all.getLast().copy());
    }

    /** The latest versions of all records of a type. */
    public <T extends Resource> List<T> records(Class<T> type) {
        return versions.values().stream()
                .map(List::getLast)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Updates by others than the EHR that it took, of what it has itself. */
    public int updates() {
        return updates.get();
    }

    /** Answers each request with {@code status}; 0 to do its work again. */
    public void failWith(int status) {
        failure = status;
    }

    /** Lets in those alone who bear a token of {@code issuer}, to which its SMART configuration points. */
    public void guardBy(AuthorizationServer issuer) {
        guard = issuer;
    }

    /** Takes no token, whoever it is of. */
    public void refuseTokens(boolean refuses) {
        refusing = refuses;
    }

    /** Applies updates, then closes the connection without an answer. */
    public void dropUpdates(boolean dropping) {
        drops = dropping;
    }

    /** What the EHR does just before the next update arrives, once. */
    public void meanwhile(Runnable change) {
        meanwhile = change;
    }

    public void clear() {
        versions.clear();
        updates.set(0);
        failWith(0);
        dropUpdates(false);
        meanwhile(() -> {});
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    private RestfulServer servlet() {
        RestfulServer servlet = new RestfulServer(CONTEXT);
        servlet.registerProviders(
                new Records<>(Appointment.class),
                new Records<>(MedicationRequest.class),
                new Records<>(Task.class),
                new Records<>(DiagnosticReport.class),
                new Records<>(Patient.class),
                new Records<>(Provenance.class),
                new Records<>(Communication.class),
                new Records<>(VerificationResult.class));
        return servlet;
    }

    private static String key(String type, String id) {
        return type + "/" + id;
    }

    /** One type of records. Public, since HAPI calls it. */
    public final class Records<T extends Resource> implements IResourceProvider {

        private final Class<T> type;

        Records(Class<T> type) {
            this.type = type;
        }

        @Override
        public Class<T> getResourceType() {
            return type;
        }

        @Read
        public T read(@IdParam IdType id) {
            T found = record(type, id.getIdPart());
            if (found == null) {
                throw new ResourceNotFoundException(id);
            }
            return found;
        }

        @Update
        public MethodOutcome update(@IdParam IdType id, @ResourceParam T resource) {
            boolean evidence = EVIDENCE.contains(type);
            if (!evidence) {
                Runnable change = meanwhile;
                meanwhile = () -> {};
                change.run();
            }
            T latest = record(type, id.getIdPart());
            String expected = id.getVersionIdPart();
            if (latest != null && !evidence && !latest.getMeta().getVersionId().equals(expected)) {
                throw new PreconditionFailedException(
                        "It is version " + latest.getMeta().getVersionId());
            }
            resource.setId(new IdType(type.getSimpleName(), id.getIdPart()));
            write(resource);
            if (!evidence) {
                updates.incrementAndGet();
            }
            return new MethodOutcome(record(type, id.getIdPart()).getIdElement(), latest == null);
        }
    }

    private final class Moods extends ValveBase {

        Moods() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            AuthorizationServer issuer = guard;
            if (issuer != null && request.getRequestURI().endsWith("/.well-known/smart-configuration")) {
                response.setContentType("application/json");
                response.getWriter().write(issuer.configuration());
            } else if (refusing || (issuer != null && !issuer.accepts(request.getHeader("Authorization")))) {
                response.sendError(401);
            } else if (failure != 0) {
                response.sendError(failure);
            } else if (drops && request.getMethod().equals("PUT")) {
                response.setSuspended(true);
                getNext().invoke(request, response);
                response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
            } else {
                getNext().invoke(request, response);
            }
        }
    }
}
