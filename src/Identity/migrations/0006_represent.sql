-- For whom a citizen may act: an enterprise, a child, another person; and for whom a session acts now.

create table identity.enterprise (
  id text primary key,
  -- enterprise code (10 digits, with -NNN for a branch), or the 12-digit number of a household business's owner
  code text not null unique check (code ~ '^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$'),
  name text not null,
  representative_id text references identity.person (id),
  -- where the representative is known from: said by VNeID, or recorded by an official who saw the certificate
  source text not null check (source in ('vneid', 'recorded')),
  paper text,
  active boolean not null default true,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index enterprise_representative on identity.enterprise (representative_id);

create table identity.authority (
  id uuid primary key,
  grantor_kind text not null check (grantor_kind in ('person', 'enterprise')),
  grantor_id text not null,
  agent_id text not null references identity.person (id),
  -- procedure codes; empty means all
  scope text[] not null,
  -- what it rests on when an official recorded it: number, date and notary of the paper
  paper text,
  from_on date not null,
  to_on date not null,
  made_by text not null,
  made_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  check (from_on <= to_on),
  check (grantor_kind <> 'person' or grantor_id <> agent_id)
);
create index authority_agent on identity.authority (agent_id) where revoked_at is null;
create index authority_grantor on identity.authority (grantor_kind, grantor_id);

create index person_guardian on identity.person (guardian_id) where guardian_id is not null;

alter table identity.session
  add column acting_kind text check (acting_kind in ('person', 'enterprise')),
  add column acting_id text;
