-- Addresses that nobody is written to at, by their pseudonyms.
create table do_not_contact (
    recipient_key text        primary key,
    -- who listed it
    source        text        not null,
    listed_at     timestamptz not null
);

-- What patients refused of being written to. Another word of the same source takes its place.
create table contact_refusal (
    patient_key text        not null,
    source      text        not null,
    medium      text        not null,
    until       timestamptz,
    told_at     timestamptz not null,
    primary key (patient_key, source, medium)
);
