-- Systems that call the program's machine interfaces, and what they prove themselves with.

create table identity.client (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  name text not null,
  purpose text not null,
  contact text not null,
  -- whose system it is, and where its scopes hold: at this unit and below
  unit_code text not null,
  scopes text[] not null,
  per_minute int not null check (per_minute between 1 and 100000),
  active boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null,
  created_by text not null
);

create table identity.client_key (
  -- the part of the key that may be seen
  id text primary key,
  client_id text not null references identity.client (id),
  kind text not null check (kind in ('key', 'certificate')),
  -- SHA-256 of 256 random bits, or of the certificate
  hash bytea not null,
  note text not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  used_at timestamptz,
  used_from text
);
create index client_key_client on identity.client_key (client_id);
create unique index client_key_certificate on identity.client_key (hash) where kind = 'certificate' and revoked_at is null;
