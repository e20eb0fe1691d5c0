-- What instances wait for besides people, messages that may come before anybody waits, and processes that call processes.

create table flows.wait (
  instance_id uuid not null references flows.instance (id),
  -- the engine's name for what the instance waits for
  wait_id text not null,
  kind text not null check (kind in ('message', 'signal', 'timer', 'call', 'service', 'choice')),
  element text not null,
  -- message, signal, called process or service
  name text,
  key text,
  unit_path text not null,
  since timestamptz not null,
  due_at timestamptz,
  primary key (instance_id, wait_id)
);
create index wait_message on flows.wait (name, key, since) where kind = 'message';
create index wait_signal on flows.wait (name) where kind = 'signal';

create table flows.message (
  -- the sender's: a message that comes twice is one
  id uuid primary key,
  name text not null,
  key text,
  unit_path text not null,
  body jsonb not null,
  received_at timestamptz not null,
  taken_at timestamptz,
  instance_id uuid references flows.instance (id)
);
create index message_waiting on flows.message (name, received_at) where taken_at is null;

alter table flows.instance
  add column parent_id uuid references flows.instance (id),
  add column parent_wait text,
  add column error text;
create index instance_child on flows.instance (parent_id, parent_wait) where parent_id is not null;
create index instance_running on flows.instance (definition, version, id) where ended_at is null;

create view flows.v_instance as
  select i.id, i.definition, i.version, i.subject_kind, i.subject_id, i.title, i.unit_path, i.started_at, i.due_at, i.ended_at, i.error, i.parent_id
  from flows.instance i;
