-- The numbers of an act besides the one that names it: placer, filler, prescription. A cancellation may give only these.
alter table challenge add column names text[] not null default '{}';
-- What follows a person: merges, deaths, new addresses, cancellations by another number.
create index challenge_open_patient on challenge (patient_key) where state = 'OPEN';
