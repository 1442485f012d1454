package org.countersign.audit;

import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import java.util.List;
import org.hl7.fhir.r4.model.AuditEvent;
import org.jspecify.annotations.Nullable;

/** A page of what a search found, with links to its neighbours that carry their place. */
final class EventPage extends SimpleBundleProvider {

    private static final String THERE_IS_ONE = "page";

    private final int total;
    private final AuditQuery.Page page;

    EventPage(List<AuditEvent> events, int total, AuditQuery.Page page) {
        super(events);
        this.total = total;
        this.page = page;
        setSize(total);
        setCurrentPageOffset(page.offset());
        setCurrentPageSize(page.count());
    }

    /** HAPI only asks whether there is one: the link is made of the offset. */
    @Override
    public @Nullable String getNextPageId() {
        return page.count() > 0 && page.offset() + page.count() < total ? THERE_IS_ONE : null;
    }

    @Override
    public @Nullable String getPreviousPageId() {
        return page.count() > 0 && page.offset() > 0 ? THERE_IS_ONE : null;
    }
}
