package org.countersign.audit;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.Count;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Offset;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Sort;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trail at {@code /fhir/AuditEvent}, read only. Entries show as soon as they are committed, before they are sealed.
 * Public, since HAPI calls it.
 */
public final class AuditEventProvider implements IResourceProvider {

    private static final Logger LOG = LoggerFactory.getLogger(AuditEventProvider.class);
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;

    /** HAPI ignores what it does not know below an underscore; a search that is not obeyed must not look as if it was. */
    private static final Set<String> CONTROLS =
            Set.of("_id", "_count", "_offset", "_sort", "_format", "_pretty", "_summary", "_elements");

    private final AuditSearchStore store;
    private final AuditSearchReader search;
    private final AuditEventReader events;

    AuditEventProvider(AuditSearchStore store, AuditSearchReader search, AuditEventReader events) {
        this.store = store;
        this.search = search;
        this.events = events;
    }

    @Override
    public Class<AuditEvent> getResourceType() {
        return AuditEvent.class;
    }

    /** AuditEvent/{id}. */
    @Read
    public AuditEvent read(@IdParam IdType id) {
        return AuditSearchReader.uuid(id.getIdPart())
                .flatMap(this::find)
                .orElseThrow(() -> new ResourceNotFoundException(id));
    }

    /** All entries that meet every parameter, newest first unless sorted otherwise. */
    @Search
    public IBundleProvider search(
            @Description(shortDefinition = "Id of the AuditEvent") @OptionalParam(name = "_id") @Nullable TokenParam id,
            @Description(shortDefinition = "When it was recorded; days are those of UTC")
                    @OptionalParam(name = "date")
                    @Nullable
                    DateRangeParam date,
            @Description(shortDefinition = "Type, DICOM") @OptionalParam(name = "type") @Nullable TokenOrListParam type,
            @Description(shortDefinition = "What happened, CodeSystem countersign-event")
                    @OptionalParam(name = "subtype")
                    @Nullable
                    TokenOrListParam subtype,
            @Description(shortDefinition = "C, R or E") @OptionalParam(name = "action") @Nullable
                    TokenOrListParam action,
            @Description(shortDefinition = "0, 4, 8 or 12") @OptionalParam(name = "outcome") @Nullable
                    TokenOrListParam outcome,
            @Description(shortDefinition = "The patient, as system|value")
                    @OptionalParam(name = "patient.identifier")
                    @Nullable
                    TokenOrListParam patient,
            @Description(shortDefinition = "Challenge, message, act or patient, as system|value")
                    @OptionalParam(name = "entity.identifier")
                    @Nullable
                    TokenOrListParam entity,
            @Description(shortDefinition = "Beginning of the name of the sending system")
                    @OptionalParam(name = "agent-name")
                    @Nullable
                    StringParam agentName,
            @Description(shortDefinition = "Who checked a code") @OptionalParam(name = "altid") @Nullable
                    TokenOrListParam altId,
            @Sort @Nullable SortSpec sort,
            @Count @Nullable Integer count,
            @Offset @Nullable Integer offset,
            RequestDetails request) {
        request.getParameters().keySet().forEach(AuditEventProvider::mustBeKnown);
        var query = new AuditQuery(
                search.id(id),
                search.kinds(type, subtype, action),
                search.outcomes(outcome),
                AuditDates.from(date),
                AuditDates.before(date),
                search.patients(patient),
                search.things(entity),
                search.values(altId),
                search.text(agentName));
        return find(query, page(sort, count, offset));
    }

    private IBundleProvider find(AuditQuery query, AuditQuery.Page page) {
        List<AuditEntry> entries = page.count() == 0 ? List.of() : store.find(query, page);
        List<AuditEvent> found =
                entries.stream().flatMap(entry -> event(entry).stream()).toList();
        return new EventPage(found, store.count(query), page);
    }

    private Optional<AuditEvent> find(UUID id) {
        var byId = new AuditQuery(
                Optional.of(id),
                EnumSet.allOf(AuditKind.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return store.find(byId, new AuditQuery.Page(true, 0, 1)).stream()
                .findFirst()
                .flatMap(this::event);
    }

    private Optional<AuditEvent> event(AuditEntry entry) {
        Optional<AuditEvent> event = events.read(entry);
        if (event.isEmpty()) {
            LOG.error("Audit entry {} cannot be read: it was altered, or its key is gone", entry.id());
        }
        return event;
    }

    private static void mustBeKnown(String parameter) {
        if (parameter.contains(":")) {
            throw new InvalidRequestException("The modifier in " + parameter + " is not supported");
        }
        if (parameter.startsWith("_") && !CONTROLS.contains(parameter)) {
            throw new InvalidRequestException("The parameter " + parameter + " is not supported");
        }
    }

    private static AuditQuery.Page page(@Nullable SortSpec sort, @Nullable Integer count, @Nullable Integer offset) {
        if (sort != null && (!"date".equals(sort.getParamName()) || sort.getChain() != null)) {
            throw new InvalidRequestException("AuditEvents are sorted by date or by -date");
        }
        int size = count == null ? DEFAULT_COUNT : count;
        int skipped = offset == null ? 0 : offset;
        if (size < 0 || skipped < 0) {
            throw new InvalidRequestException("_count and _offset may not be negative");
        }
        boolean newestFirst = sort == null || sort.getOrder() == SortOrderEnum.DESC;
        return new AuditQuery.Page(newestFirst, skipped, Math.min(size, MAX_COUNT));
    }
}
