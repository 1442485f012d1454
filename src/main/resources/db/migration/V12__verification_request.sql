-- What a client of the API asked for under an idempotency key, to be answered the same again.
create table verification_request (
    client          text        not null,
    idempotency_key text        not null,
    -- keyed hash of the request: it holds a person's numbers
    fingerprint     text        not null,
    challenge_id    uuid        not null,
    requested_at    timestamptz not null,
    primary key (client, idempotency_key)
);
create index verification_request_age on verification_request (requested_at);

-- How many requests a client made in the minute of its latest.
create table verification_client (
    client   text        primary key,
    minute   timestamptz not null,
    requests int         not null
);
