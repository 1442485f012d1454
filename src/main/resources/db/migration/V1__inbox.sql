-- What arrived. A row is written before its sender hears of it, and is the truth about the message.
create table inbox (
    id              bigint generated always as identity primary key,
    received_at     timestamptz not null,
    feed            text        not null,
    -- keyed hash of feed, MSH-3, MSH-4 and MSH-10; null for messages without a control id and for conflicts
    dedupe_key      text,
    sha256          bytea       not null,
    -- the frame as received, sealed by the key ring
    raw             bytea       not null,
    -- keyed hash of PID-3.1^PID-3.4; of the row itself where there is no patient
    patient_key     text        not null,
    message_type    text        not null,
    control_id      text        not null,
    sender          text        not null,
    state           text        not null check (state in ('WAITING', 'DONE', 'FAILED', 'UNREADABLE', 'CONFLICT')),
    -- why it stands in this state; never a patient's data
    reason          text        not null default '',
    -- the answer that was sent, sent again to a duplicate
    acknowledgement bytea,
    tries           int         not null default 0,
    due_at          timestamptz not null,
    drained_at      timestamptz
);
create unique index inbox_dedupe on inbox (dedupe_key) where dedupe_key is not null;
create index inbox_waiting on inbox (patient_key, id) where state = 'WAITING';
create index inbox_due on inbox (due_at) where state = 'WAITING';
