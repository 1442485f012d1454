-- What a row's bytes are: an HL7 v2 message, or FHIR R4 JSON (one resource, or a collection whose first entry it is about).
alter table inbox add column format text not null default 'HL7V2' check (format in ('HL7V2', 'FHIR'));

-- How far a FHIR server was listened to; moved in the commit that stores what was heard.
create table fhir_cursor (
    -- 'subscription:NAME' or 'poll:TYPE'
    name         text        primary key,
    -- the newest meta.lastUpdated that is stored, or the time of the last notification
    last_updated timestamptz,
    -- events-since-subscription-start up to which all are stored
    event_number bigint      not null default 0,
    heard_at     timestamptz not null
);
