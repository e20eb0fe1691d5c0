-- What every module stands on: events, jobs, ledger, files, serials, links.

create table data.event (
  id bigint generated always as identity primary key,
  name text not null,
  version int not null,
  body jsonb not null,
  actor text not null,
  at timestamptz not null,
  -- set by the sequencer in insert order over visible rows, so that a late commit is never skipped
  position bigint unique
);
create index event_waiting on data.event (id) where position is null;

create table data.subscription (
  name text primary key,
  position bigint not null default 0,
  -- why it stands still, when it does
  stuck_reason text,
  attempts int not null default 0,
  retry_at timestamptz
);

create table data.job (
  id bigint generated always as identity primary key,
  kind text not null,
  payload jsonb not null,
  -- one waiting job a key: enqueuing it again changes nothing
  key text,
  subject_kind text,
  subject_id text,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'dead')),
  run_at timestamptz not null,
  lease_until timestamptz,
  attempts int not null default 0,
  reason text,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index job_due on data.job (run_at, id) where state in ('waiting', 'running');
create index job_state on data.job (state, id desc);
create unique index job_key on data.job (kind, key) where key is not null and state = 'waiting';

-- The ledger: an entry is a salted hash without predecessor, so that acts lock nothing in common.
create table data.ledger (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  act text not null,
  subject_kind text not null,
  subject_id text not null,
  hash bytea not null check (length(hash) = 32)
);
create index ledger_subject on data.ledger (subject_kind, subject_id, id desc);
create index ledger_actor on data.ledger (actor_id, id desc);

-- The readable part, which can be erased where the personal-data law demands; the hash above stays.
create table data.ledger_body (
  ledger_id bigint primary key references data.ledger (id),
  salt bytea not null check (length(salt) = 32),
  body text not null
);

create table data.ledger_block (
  number bigint primary key,
  previous_root bytea not null,
  root bytea not null,
  entries int not null,
  sealed_at timestamptz not null
);
create table data.ledger_seal (
  seq bigint primary key,
  ledger_id bigint not null unique references data.ledger (id),
  block bigint not null references data.ledger_block (number)
);
create table data.ledger_stamp (
  block bigint primary key references data.ledger_block (number),
  token bytea not null,
  stamped_at timestamptz not null
);

create table data.file (
  id uuid primary key,
  sha256 bytea not null check (length(sha256) = 32),
  name text not null,
  type text not null,
  size bigint not null,
  scan text not null default 'unscanned' check (scan in ('unscanned', 'clean', 'infected')),
  stored_by text not null,
  stored_at timestamptz not null
);
create index file_sha256 on data.file (sha256);

create table data.serial (
  office text not null,
  period text not null,
  last bigint not null,
  primary key (office, period)
);

create table data.link (
  from_kind text not null,
  from_id text not null,
  to_kind text not null,
  to_id text not null,
  kind text not null,
  at timestamptz not null default now(),
  primary key (from_kind, from_id, kind, to_kind, to_id)
);
create index link_back on data.link (to_kind, to_id, kind);

create table data.protection_key (
  id text primary key,
  xml text not null,
  created_at timestamptz not null default now()
);

revoke update, delete, truncate on data.ledger, data.ledger_block, data.ledger_seal, data.ledger_stamp from sen_app;
-- erasing a body is a recorded act of the personal-data law; rewriting one never is
revoke update, truncate on data.ledger_body from sen_app;

create view data.v_job as
  select id, kind, key, subject_kind, subject_id, state, run_at, lease_until, attempts, reason, created_at, finished_at
  from data.job;
create view data.v_subscription as
  select s.name, s.position, s.stuck_reason, s.attempts, s.retry_at,
    (select count(*) from (select 1 from data.event e where e.position > s.position limit 10000) late) as behind
  from data.subscription s;
create view data.v_ledger as
  select l.id, l.at, l.actor_kind, l.actor_id, l.act, l.subject_kind, l.subject_id, b.body, s.seq, s.block
  from data.ledger l
  left join data.ledger_body b on b.ledger_id = l.id
  left join data.ledger_seal s on s.ledger_id = l.id;
