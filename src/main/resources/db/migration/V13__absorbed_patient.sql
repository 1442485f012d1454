-- Identifiers of records that were merged into others: what still comes under them is about the record that stays.
create table absorbed_patient (
    -- keyed hash of the identifier that gave way
    patient_key text        primary key,
    -- that of the identifier that stays. It is never a patient_key here, so one step leads there and no loop can be.
    into_key    text        not null check (into_key <> patient_key),
    -- the identifier that stays: JSON, sealed by the key ring
    sealed      bytea       not null,
    absorbed_at timestamptz not null
);
create index absorbed_patient_into on absorbed_patient (into_key);

-- The key under which a patient's messages are worked off and acts are kept.
create function patient_head(known text) returns text language sql stable as $$
    select coalesce((select into_key from absorbed_patient where patient_key = known), known)
$$;

-- All keys under which messages of that patient come.
create function patient_keys(head text) returns setof text language sql stable as $$
    select head union all select patient_key from absorbed_patient where into_key = head
$$;

-- Merges that wait: they hold back what came later for any of their patients.
create index inbox_waiting_merge on inbox (id) where state = 'WAITING' and message_type like 'ADT^A%';
