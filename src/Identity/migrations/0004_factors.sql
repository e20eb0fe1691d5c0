-- Second factors of staff, and what is needed when they are lost.

alter table identity.staff add column password_set_at timestamptz;

create table identity.totp (
  staff_id text primary key references identity.staff (id),
  -- protected with the program's keys
  secret text not null,
  -- a code is taken once (RFC 6238, 5.2)
  last_step bigint not null default 0,
  created_at timestamptz not null
);

create table identity.passkey (
  id bytea primary key,
  staff_id text not null references identity.staff (id),
  name text not null,
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] not null,
  user_verified boolean not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  attestation bytea not null,
  client_data bytea not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_staff on identity.passkey (staff_id);

-- An answer of a passkey is taken once; kept as long as its question could still be answered.
create table identity.passkey_answer (
  hash bytea primary key,
  at timestamptz not null
);
create index passkey_answer_at on identity.passkey_answer (at);

-- Codes of 80 random bits: a plain hash suffices.
create table identity.recovery_code (
  staff_id text not null references identity.staff (id),
  hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (staff_id, hash)
);

-- Two administrators let somebody back in: each holds one half of a code, nobody but the person gets both.
create table identity.recovery (
  id uuid primary key,
  staff_id text not null references identity.staff (id),
  reason text not null,
  asked_by text not null references identity.staff (id),
  asked_at timestamptz not null,
  approved_by text references identity.staff (id) check (approved_by <> asked_by),
  approved_at timestamptz,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'used', 'cancelled')),
  first_half bytea not null,
  second_half bytea,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check (asked_by <> staff_id and approved_by <> staff_id)
);
create unique index recovery_open on identity.recovery (staff_id) where state in ('waiting', 'approved');

-- Tries at names that nobody has are cleared by whoever comes later.
create index sign_in_try_at on identity.sign_in_try (at);
