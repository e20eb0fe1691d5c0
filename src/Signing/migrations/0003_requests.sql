-- Requests for signature with their steps in order; what is signed many at once; files that wait for a token at a desk.

create table signing.request (
  id uuid primary key,
  title text not null,
  unit_code text not null,
  unit_path text not null,
  -- the thing of another module that it is about, or the request itself
  subject_kind text not null,
  subject_id text not null,
  original uuid not null,
  -- the file as signed so far
  file uuid not null,
  state text not null check (state in ('Open', 'Done', 'Refused', 'Recalled')),
  note text,
  -- stamped at the seal step
  number text,
  dated date,
  created_by text not null,
  created_name text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  close_reason text,
  version int not null default 1,
  folded text not null generated always as (public.sen_fold(title || ' ' || coalesce(number, ''))) stored
);
create index request_mine on signing.request (created_by, created_at desc);
create index request_unit on signing.request (unit_path, created_at desc);
create index request_folded on signing.request using gin (folded public.gin_trgm_ops);

create table signing.step (
  id uuid primary key,
  request_id uuid not null references signing.request (id),
  ordinal int not null,
  kind text not null check (kind in ('Personal', 'Organisation')),
  -- who signs; null for the seal, which any clerk of the unit may add
  staff_id text,
  staff_name text not null,
  -- '', TM, KT, TL, TUQ (Decree 30/2020, appendix I, II.7)
  capacity text not null default '' check (capacity in ('', 'TM', 'KT', 'TL', 'TUQ')),
  capacity_line text not null default '',
  -- the decision that authorises, for TL and TUQ
  basis text,
  due_at timestamptz,
  state text not null check (state in ('Waiting', 'Open', 'Signed', 'Refused', 'Closed')),
  opened_at timestamptz,
  -- who signs instead, and why
  deputy_id text,
  deputy_name text,
  deputy_reason text,
  acted_by text,
  acted_name text,
  acted_at timestamptz,
  reason text,
  -- what was signed, and what came out of it
  file_before uuid,
  file_after uuid,
  -- page from 1, 0 for the last; points from the lower left
  page int not null,
  place double precision[] not null check (cardinality(place) = 4),
  unique (request_id, ordinal),
  check ((kind = 'Personal') = (staff_id is not null))
);
create index step_of_staff on signing.step (staff_id, due_at) where state = 'Open';
create index step_of_deputy on signing.step (deputy_id) where state = 'Open' and deputy_id is not null;
create index step_signed on signing.step (acted_by, acted_at desc) where acted_by is not null;

create table signing.batch (
  id uuid primary key,
  staff_id text not null,
  staff_name text not null,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index batch_mine on signing.batch (staff_id, created_at desc);

create table signing.batch_item (
  batch_id uuid not null references signing.batch (id),
  ordinal int not null,
  step_id uuid not null references signing.step (id),
  title text not null,
  -- the file that was shown and confirmed
  file uuid not null,
  state text not null check (state in ('Waiting', 'Signed', 'Failed')),
  problem text,
  primary key (batch_id, ordinal)
);

-- A file handed to the desktop service; whoever has the secret may fetch it and send one signed file back, once.
create table signing.ticket (
  id uuid primary key,
  secret_hash bytea not null,
  step_id uuid not null references signing.step (id),
  staff_id text not null,
  file uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  problem text
);
create index ticket_step on signing.ticket (step_id);

create index signature_issued on signing.signature (subject_kind, subject_id, signed_at desc) where kind = 'Organisation';

-- 'stand-in': what the stand-in for a token's desktop service signs with, in development
alter table signing.key drop constraint key_owner_kind_check;
alter table signing.key add constraint key_owner_kind_check check (owner_kind in ('staff', 'unit', 'authority', 'timestamp', 'stand-in'));
