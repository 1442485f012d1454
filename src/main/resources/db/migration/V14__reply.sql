-- The connection that a message came by, where its sender may want to hear on it what became of the message.
alter table inbox add column connection text not null default '';
-- What is still to be answered keeps its message.
create index answer_request on answer (inbox_id) where state = 'WAITING';
