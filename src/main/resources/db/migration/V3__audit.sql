-- What happened, appended in the commit of the transition it tells. The sealer gives sequence and hash in batches.
create table audit_entry (
    id            bigint generated always as identity primary key,
    event_id      uuid        not null unique,
    recorded_at   timestamptz not null,
    kind          text        not null,
    outcome       text        not null,
    challenge_id  uuid,
    inbox_id      bigint,
    patient_key   text,
    -- patient identifier and other personal data: JSON, sealed by the key ring
    subject       bytea,
    details       jsonb       not null,
    sequence      bigint      unique,
    hash          bytea,
    shipping      text        not null default 'WAITING' check (shipping in ('WAITING', 'SHIPPED', 'QUARANTINED')),
    shipping_note text        not null default '',
    shipped_at    timestamptz
);
create index audit_unsealed on audit_entry (id) where sequence is null;
create index audit_waiting on audit_entry (sequence) where shipping = 'WAITING';
create index audit_challenge on audit_entry (challenge_id);
create index audit_patient on audit_entry (patient_key, recorded_at);
create index audit_recorded on audit_entry (recorded_at);

create table audit_checkpoint (
    sequence   bigint      primary key,
    hash       bytea       not null,
    key_epoch  int         not null,
    signature  bytea       not null,
    signed_at  timestamptz not null
);
