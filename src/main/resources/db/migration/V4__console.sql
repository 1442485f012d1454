-- Who may sign in to the pages.
create table console_user (
    name          text        primary key,
    -- bcrypt
    password_hash text        not null,
    changed_at    timestamptz not null
);

-- What just ended is shown for a while beside what waits.
create index challenge_closed on challenge (purpose, closed_at) where closed_at is not null;
