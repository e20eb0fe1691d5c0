-- What starts an instance from outside: the events of the newest version of each process, and when its next time comes.
create table flows.start (
  definition text not null,
  version int not null,
  element text not null,
  kind text not null check (kind in ('message', 'signal', 'timer')),
  -- of the message or signal; of a timer what is left of it (ISO 8601)
  name text not null,
  -- where the instance runs unless the message says so; null is the root
  unit text,
  next_at timestamptz,
  primary key (definition, element),
  foreign key (definition, version) references flows.definition (id, version)
);
create index start_event on flows.start (kind, name);

-- What a message is about, for the instance that it may start.
alter table flows.message
  add column subject_kind text,
  add column subject_id text,
  add column title text;

-- Migrations of running instances to another version, with how far they are.
create table flows.migration (
  id uuid primary key,
  definition text not null,
  from_version int not null,
  to_version int not null,
  map jsonb not null,
  reason text not null,
  by text not null,
  started_at timestamptz not null,
  -- how many there were to look at, and what became of them
  total int not null,
  moved int not null default 0,
  stayed int not null default 0,
  ended_at timestamptz
);
create index migration_of on flows.migration (definition, started_at desc);
