-- What goes back to the EHR: one row an answer, written in the commit that decides it.
create table answer (
    id           bigint generated always as identity primary key,
    -- MSH-10 of the answer comes of it, so that a repetition bears the same
    message_id   uuid        not null unique,
    created_at   timestamptz not null,
    -- name in countersign.answers, or 'ehr' for the FHIR server of the EHR
    destination  text        not null,
    kind         text        not null check (kind in ('REFILL', 'APPOINTMENT', 'ACKNOWLEDGEMENT', 'RECORD')),
    -- keyed hash; answers about one patient leave in order
    patient_key  text        not null,
    challenge_id uuid,
    -- the message that is answered; its bytes are in the inbox
    inbox_id     bigint,
    act          text        not null default '',
    -- how the challenge ended, or the code of the acknowledgement
    outcome      text        not null,
    state        text        not null check (state in ('WAITING', 'SENT', 'FAILED', 'REPORTED')),
    -- somebody is at it until due_at; whoever finds this later knows that it broke off
    sending      boolean     not null default false,
    -- the other side may have it already
    in_doubt     boolean     not null default false,
    tries        int         not null default 0,
    due_at       timestamptz not null,
    -- why it stands in this state; never a patient's data, nor words of the other side
    reason       text        not null default '',
    settled_at   timestamptz
);
-- A challenge ends once and is answered once; so is a message acknowledged.
create unique index answer_challenge on answer (challenge_id) where challenge_id is not null;
create unique index answer_acknowledgement on answer (inbox_id) where kind = 'ACKNOWLEDGEMENT';
create index answer_waiting on answer (destination, patient_key, id) where state = 'WAITING';
create index answer_due on answer (due_at) where state = 'WAITING';
create index answer_trouble on answer (state, settled_at) where state in ('FAILED', 'REPORTED');
