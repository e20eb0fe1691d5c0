-- What each act pays for its ledger entry and its events.

-- Both rows are inserted by the statement that draws the entry's id, and entries are never deleted: a check of the key
-- can not fail, and costs a lookup a row.
alter table data.ledger_body drop constraint ledger_body_ledger_id_fkey;
alter table data.ledger_unsealed drop constraint ledger_unsealed_ledger_id_fkey;

-- A new event has no position yet, and nothing looks for events without one here.
alter table data.event drop constraint event_position_key;
create unique index event_position on data.event (position) where position is not null;

-- What a page read out of order costs on a disk without moving parts, or in memory; at the default of 4 lists that an index serves
-- are read whole. Whoever has other disks sets it back: alter database ... reset random_page_cost.
do $$ begin
  execute format('alter database %I set random_page_cost = 1.1', current_database());
exception when insufficient_privilege then
  raise notice 'random_page_cost stays as it is: only the owner of the database may set it';
end $$;
