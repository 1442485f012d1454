-- The connection that a message came by, where its sender may want to hear on it what became of the message.
alter table inbox add column connection text not null default '';
