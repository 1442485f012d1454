package org.countersign.resource;

import java.util.Optional;
import java.util.regex.Pattern;
import org.countersign.fhir.FhirClient;
import org.countersign.platform.OperationalException;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Reads single resources of the EHR. Only what is the EHR's own: a reference cannot make the hub call another server. */
final class EhrReader {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

    private final FhirClient client;

    EhrReader(FhirClient client) {
        this.client = client;
    }

    /**
     * What {@code reference} points to; empty where it is not of this server or the server has none.
     *
     * @throws OperationalException UNAVAILABLE, TIMEOUT or REFUSED when the server did not say
     */
    Optional<Resource> find(Reference reference, String type) {
        IdType id = new IdType(reference.hasReference() ? reference.getReference() : "");
        boolean ours = !id.hasBaseUrl() || client.isAt(id.getBaseUrl());
        boolean named = type.equals(id.getResourceType())
                && ID.matcher(String.valueOf(id.getIdPart())).matches();
        return ours && named ? find(type + "/" + id.getIdPart()) : Optional.empty();
    }

    private Optional<Resource> find(String path) {
        return EhrServer.found(client.read(path));
    }
}
