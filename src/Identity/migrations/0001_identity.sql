-- Who signs in, in which position, with which roles where.

create table identity.person (
  id text primary key,
  name text not null,
  -- personal identification number: 12 digits, the first three the province of birth registration before the mergers
  personal_id text not null unique check (personal_id ~ '^[0-9]{12}$'),
  birth_date date,
  gender text check (gender in ('male', 'female')),
  email text,
  phone text,
  language text not null default 'vi' check (language in ('vi', 'en', 'ar')),
  -- subject at VNeID, from the first sign-in on
  vneid_subject text unique,
  -- account level 1 or 2 (Decree 69/2024); 0 for a person without an account, such as a child
  level int not null default 0 check (level between 0 and 4),
  guardian_id text references identity.person (id),
  demonstration boolean not null default false,
  created_at timestamptz not null
);

create table identity.staff (
  id text primary key,
  user_name text not null unique check (user_name = lower(user_name)),
  name text not null,
  -- PBKDF2 in the format of ASP.NET Core Identity; null until a password is set
  password_hash text,
  active boolean not null default true,
  demonstration boolean not null default false,
  created_at timestamptz not null,
  folded text not null generated always as (public.sen_fold(name || ' ' || user_name)) stored
);
create index staff_folded on identity.staff using gin (folded public.gin_trgm_ops);

create table identity.position (
  id bigint generated always as identity primary key,
  staff_id text not null references identity.staff (id),
  unit_code text not null,
  title text not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from)
);
-- one position at a time; a second one held beside it comes with issue 3
create unique index position_now on identity.position (staff_id) where valid_to is null;
create index position_unit on identity.position (unit_code);

create table identity.role (
  code text primary key,
  -- name and sentence by language: {"vi": ..., "en": ..., "ar": ...}
  names jsonb not null,
  sentences jsonb not null,
  permissions text[] not null
);

-- A role at a unit and everything below it.
create table identity.role_assignment (
  id bigint generated always as identity primary key,
  staff_id text not null references identity.staff (id),
  role text not null references identity.role (code),
  unit_code text not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from)
);
create unique index role_assignment_now on identity.role_assignment (staff_id, role, unit_code) where valid_to is null;
create index role_assignment_unit on identity.role_assignment (unit_code);

create table identity.session (
  id uuid primary key,
  kind text not null check (kind in ('citizen', 'staff')),
  subject_id text not null,
  -- authentication level of this sign-in, 1 to 4 (Decree 69/2024)
  assurance int not null check (assurance between 1 and 4),
  address text not null,
  agent text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  -- slides with use up to ends_at
  idle_until timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  ended_by text
);
create index session_subject on identity.session (subject_id, started_at desc);
create index session_address on identity.session (subject_id, address);

-- One row a try of a password, written before the password is looked at; a right one removes those of its pair.
create table identity.sign_in_try (
  account text not null,
  address text not null,
  at timestamptz not null
);
create index sign_in_try_account on identity.sign_in_try (account, at);
create index sign_in_try_address on identity.sign_in_try (address, at);

create view identity.v_staff as
  select s.id, s.name, p.title, p.unit_code, s.active, s.demonstration
  from identity.staff s
  left join identity.position p on p.staff_id = s.id and p.valid_to is null;
create view identity.v_role_assignment as
  select staff_id, role, unit_code, valid_from, valid_to from identity.role_assignment;
