-- A challenge and its due step. Every change is a compare-and-set on version.
create table challenge (
    id           uuid        primary key,
    version      bigint      not null,
    tag          text        not null,
    inbox_id     bigint,
    facility     text        not null,
    purpose      text        not null,
    policy       text        not null,
    -- keyed hash of facility, act and patient: at most one open challenge for an act
    act_key      text        not null,
    act          text        not null,
    patient_key  text        not null,
    -- SHA-256 of what the code is for
    binding      bytea       not null,
    key_epoch    int         not null,
    generation   int         not null,
    code_length  int         not null,
    state        text        not null check (state in ('OPEN', 'VERIFIED', 'LOCKED', 'EXPIRED', 'CANCELLED', 'SUPERSEDED', 'UNDELIVERED')),
    tries        int         not null,
    max_tries    int         not null,
    issued_at    timestamptz not null,
    expires_at   timestamptz not null,
    closed_at    timestamptz,
    locale       text        not null,
    -- steps with their addresses, the person and the words about the act: JSON, sealed by the key ring
    sealed       bytea       not null,
    -- progress of each step, in order
    progress     text[]      not null,
    turn         int         not null,
    due_step     int,
    due_at       timestamptz,
    last_send_at timestamptz,
    -- when this row next wants attention: the due step or the expiry; null when closed
    wake_at      timestamptz
);
create unique index challenge_open_act on challenge (act_key) where state = 'OPEN';
create index challenge_wake on challenge (wake_at) where wake_at is not null;
create index challenge_patient on challenge (patient_key, issued_at);
create index challenge_waiting on challenge (purpose, issued_at) where state = 'OPEN';

-- One send of one step. The row is written in the commit that claims the step, before anything is sent.
create table attempt (
    challenge_id       uuid        not null references challenge (id),
    turn               int         not null,
    step               int         not null,
    transport          text        not null,
    recipient_key      text        not null,
    claimed_at         timestamptz not null,
    channel            text        not null default '',
    provider_reference text        not null default '',
    progress           text        not null,
    category           text        not null default '',
    updated_at         timestamptz not null,
    primary key (challenge_id, turn)
);
create index attempt_recipient on attempt (recipient_key, claimed_at);
create unique index attempt_reference on attempt (channel, provider_reference) where provider_reference <> '';

-- Receipts that came before the send they belong to was recorded.
create table early_receipt (
    channel            text        not null,
    provider_reference text        not null,
    progress           text        not null,
    received_at        timestamptz not null,
    primary key (channel, provider_reference, progress)
);

-- The first answer to a check, given again to the same idempotency key.
create table check_answer (
    challenge_id    uuid        not null,
    idempotency_key text        not null,
    answer          text        not null,
    answered_at     timestamptz not null,
    primary key (challenge_id, idempotency_key)
);
