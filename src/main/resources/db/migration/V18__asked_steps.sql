-- Where a challenge stands in its plan, and whether the person chose to be written to that way: then no other step follows by itself.
alter table challenge add column at_step int not null default 0, add column chosen boolean not null default false;
update challenge set at_step = coalesce(
    (select max(place) - 1 from unnest(progress) with ordinality as step (word, place) where word <> 'PLANNED'), 0)
where state = 'OPEN';
-- What a message was estimated to cost, and who it said it was from; empty where the provider chose.
alter table attempt add column price numeric(12, 6), add column sender text not null default '';
