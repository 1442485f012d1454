-- The message store: what is searched for, what is dropped, and which message corrects which.
alter table inbox add column corrects bigint;
-- 0 once retention dropped the bytes
alter table inbox add column raw_size int generated always as (octet_length(raw)) stored;
create index inbox_corrects on inbox (corrects) where corrects is not null;
create index inbox_control_id on inbox (control_id, id);
create index inbox_patient on inbox (patient_key, id);
create index inbox_received on inbox (received_at);
create index inbox_dead on inbox (id) where state in ('FAILED', 'UNREADABLE', 'CONFLICT');
-- the size of all that is kept is read from this index alone
create index inbox_kept on inbox (id) include (raw_size) where raw_size > 0;
create index challenge_inbox on challenge (inbox_id);
