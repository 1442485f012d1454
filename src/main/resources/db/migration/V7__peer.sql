-- Subject of the certificate that the sender showed; empty where the feed asks for none.
alter table inbox add column peer text not null default '';
