package org.countersign.testing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Sort;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Task;

/**
 * An EHR: HAPI's RestfulServer in Tomcat over resources in memory, with read, search by {@code _lastUpdated} and
 * {@code status}, and {@code Subscription/$events}. As HAPI's JPA server it gives the same search the same results again,
 * unless it is asked for fresh ones.
 */
public final class Ehr implements AutoCloseable {

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    private final Map<String, Resource> resources = new ConcurrentHashMap<>();
    private final Map<Integer, Bundle> events = new ConcurrentHashMap<>();
    /** By their URLs, what searches have found. */
    private final Map<String, List<Resource>> searches = new ConcurrentHashMap<>();

    private final List<String> asked = new ArrayList<>();
    private final Tomcat tomcat = new Tomcat();

    private Ehr() {}

    /** Starts on a free port of 127.0.0.1. */
    public static Ehr start() {
        Ehr ehr = new Ehr();
        try {
            String folder = Files.createTempDirectory("ehr").toString();
            ehr.tomcat.setBaseDir(folder);
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            ehr.tomcat.setConnector(connector);
            var context = ehr.tomcat.addContext("", folder);
            Tomcat.addServlet(context, "fhir", ehr.servlet());
            context.addServletMappingDecoded("/fhir/*", "fhir");
            ehr.tomcat.start();
        } catch (Exception e) {
            throw new IllegalStateException("The EHR could not start", e);
        }
        return ehr;
    }

    public String url() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/fhir";
    }

    /** Keeps {@code resource} as its next version, written at {@code when}. */
    public <T extends Resource> T put(T resource, Instant when) {
        String key = resource.fhirType() + "/" + resource.getIdPart();
        Resource before = resources.get(key);
        int version = before == null ? 1 : Integer.parseInt(before.getMeta().getVersionId()) + 1;
        resource.getMeta().setVersionId(Integer.toString(version)).setLastUpdated(Date.from(when));
        resources.put(key, resource.copy());
        return resource;
    }

    /** What {@code $events} gives for an event number. */
    public void event(int number, Bundle notification) {
        events.put(number, notification);
    }

    /** The ranges that {@code $events} was asked for, as {@code 3-5}. */
    public List<String> askedFor() {
        return asked;
    }

    /** Begins anew. */
    public void forget() {
        resources.clear();
        searches.clear();
        events.clear();
        asked.clear();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (Exception e) {
            throw new IllegalStateException("The EHR could not stop", e);
        }
    }

    private RestfulServer servlet() {
        var server = new RestfulServer(CONTEXT);
        server.registerProviders(
                new Kept<>(Appointment.class),
                new Kept<>(Patient.class),
                new Kept<>(MedicationRequest.class),
                new Kept<>(Task.class),
                new Subscriptions());
        return server;
    }

    /** Resources of one type. Public, since HAPI calls it. */
    public class Kept<T extends Resource> implements IResourceProvider {

        private final Class<T> type;

        Kept(Class<T> type) {
            this.type = type;
        }

        @Override
        public Class<T> getResourceType() {
            return type;
        }

        @Read
        public T read(@IdParam IdType id) {
            Resource found = resources.get(type.getSimpleName() + "/" + id.getIdPart());
            if (found == null) {
                throw new ResourceNotFoundException(id);
            }
            return type.cast(found);
        }

        @Search
        public List<Resource> search(
                @OptionalParam(name = "_lastUpdated") DateRangeParam updated,
                @OptionalParam(name = "status") TokenParam status,
                @Sort SortSpec sort,
                RequestDetails request) {
            if ("no-cache".equals(request.getHeader("Cache-Control"))) {
                searches.remove(request.getCompleteUrl());
            }
            return searches.computeIfAbsent(request.getCompleteUrl(), url -> List.copyOf(found(updated, status)));
        }

        private List<T> found(DateRangeParam updated, TokenParam status) {
            return resources.values().stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .filter(one ->
                            updated == null || !one.getMeta().getLastUpdated().before(updated.getLowerBoundAsInstant()))
                    .filter(one -> status == null || status(one).equals(status.getValue()))
                    .sorted(Comparator.comparing(one -> one.getMeta().getLastUpdated()))
                    .toList();
        }

        private String status(T one) {
            return one.getNamedProperty("status").getValues().getFirst().primitiveValue();
        }
    }

    /** Subscriptions of the backport guide. Public, since HAPI calls it. */
    public final class Subscriptions extends Kept<Subscription> {

        Subscriptions() {
            super(Subscription.class);
        }

        @Operation(name = "$events", idempotent = true)
        public Bundle events(
                @IdParam IdType id,
                @OperationParam(name = "eventsSinceNumber") IntegerType since,
                @OperationParam(name = "eventsUntilNumber") IntegerType until) {
            asked.add(since.getValue() + "-" + until.getValue());
            var all = new Bundle().setType(Bundle.BundleType.HISTORY);
            for (int number = since.getValue(); number <= until.getValue(); number++) {
                Bundle one = events.get(number);
                if (one != null) {
                    one.getEntry().forEach(all::addEntry);
                }
            }
            return all;
        }
    }
}
