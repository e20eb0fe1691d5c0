-- Process definitions, running instances, tasks of people, and the interval ledger of legal time limits.

create table flows.definition (
  id text not null,
  version int not null,
  xml text not null,
  -- names of the steps in three languages, by element
  labels jsonb not null,
  published_at timestamptz not null,
  primary key (id, version)
);

create table flows.instance (
  id uuid primary key,
  definition text not null,
  version int not null,
  subject_kind text not null,
  subject_id text not null,
  -- what people call it: the dossier's number and who it is for
  title text not null,
  unit_path text not null,
  state jsonb not null,
  started_at timestamptz not null,
  due_at timestamptz,
  ended_at timestamptz,
  foreign key (definition, version) references flows.definition (id, version)
);
create index instance_subject on flows.instance (subject_kind, subject_id);

create table flows.task (
  id uuid primary key,
  instance_id uuid not null references flows.instance (id),
  -- the engine's name for what the instance waits for
  wait_id text not null,
  element text not null,
  form text not null,
  permission text not null,
  unit_path text not null,
  state text not null default 'open' check (state in ('open', 'done', 'cancelled')),
  opened_at timestamptz not null,
  due_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  outcome jsonb,
  unique (instance_id, wait_id)
);
create index task_open on flows.task (permission, unit_path text_pattern_ops, due_at, id) where state = 'open';

create table flows.history (
  id bigint generated always as identity primary key,
  instance_id uuid not null references flows.instance (id),
  at timestamptz not null,
  element text not null,
  actor text not null
);
create index history_of on flows.history (instance_id, id);

-- Legal time, as intervals: started, paused because, resumed, stopped. The sum is computed, never stored.
create table flows.clock (
  id bigint generated always as identity primary key,
  subject_kind text not null,
  subject_id text not null,
  at timestamptz not null,
  what text not null check (what in ('start', 'pause', 'resume', 'stop')),
  reason text
);
create index clock_of on flows.clock (subject_kind, subject_id, id);

create view flows.v_task as
  select t.id, i.subject_kind, i.subject_id, i.title, i.definition, i.version, t.element, t.form, t.permission, t.unit_path, t.state,
    t.opened_at, t.due_at, t.closed_at, t.closed_by
  from flows.task t join flows.instance i on i.id = t.instance_id;
