-- What a search by the identifier of an act or a message finds.
create index audit_act on audit_entry ((details ->> 'act'));
create index audit_control_id on audit_entry ((details ->> 'controlId'));
-- A quarantine is rare and wants to be seen.
create index audit_quarantined on audit_entry (sequence) where shipping = 'QUARANTINED';
