-- Positions, delegations, absences; what an office keeps of its staff.

alter table identity.staff
  add column if not exists email text,
  add column if not exists phone text,
  add column if not exists birth_date date,
  add column if not exists personal_id text check (personal_id ~ '^[0-9]{12}$'),
  add column if not exists left_on date,
  add column if not exists version int not null default 1,
  -- Vietnamese lists go by the given name, which stands last
  add column sort_name text not null generated always as (public.sen_fold(regexp_replace(name, '^(.*)\s+(\S+)$', '\2 \1'))) stored;
create index staff_sort on identity.staff (active, sort_name, id);

-- A second position may be held beside the main one; an actor acts in the main one.
alter table identity.position
  add column main boolean not null default true,
  add column decision text,
  add column end_reason text;
drop index identity.position_now;
create unique index position_main_now on identity.position (staff_id) where valid_to is null and main;
create index position_staff on identity.position (staff_id, valid_from);

alter table identity.role_assignment
  add column decision text,
  add column given_by text,
  add column end_reason text,
  add column ended_by text;
create index role_assignment_staff on identity.role_assignment (staff_id);

-- Which permissions may be delegated, and delegated on; from the pack, with the law in words.
create table identity.permission_rule (
  permission text primary key,
  delegable boolean not null,
  redelegable boolean not null check (delegable or not redelegable),
  law text not null
);

create table identity.absence (
  id uuid primary key,
  staff_id text not null references identity.staff (id),
  kind text not null check (kind in ('leave', 'sick', 'trip', 'training', 'other')),
  valid_from date not null,
  valid_to date not null check (valid_to > valid_from),
  substitute_id text references identity.staff (id) check (substitute_id <> staff_id),
  note text,
  -- open work goes to the substitute on the first day
  hand_over boolean not null default false,
  made_by text not null,
  made_at timestamptz not null,
  cancelled_at timestamptz
);
create index absence_staff on identity.absence (staff_id, valid_from) where cancelled_at is null;

-- Acts that one person lets another do in their stead, at a unit and below, from a day until a day.
create table identity.delegation (
  id uuid primary key,
  from_id text not null references identity.staff (id),
  to_id text not null references identity.staff (id) check (to_id <> from_id),
  permissions text[] not null check (cardinality(permissions) > 0),
  unit_code text not null,
  valid_from date not null,
  valid_to date not null check (valid_to > valid_from),
  decision text not null,
  -- the delegation that this one passes on, where the law lets it
  parent_id uuid references identity.delegation (id),
  absence_id uuid references identity.absence (id),
  made_by text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  end_reason text
);
create index delegation_to on identity.delegation (to_id, valid_to) where ended_at is null;
create index delegation_from on identity.delegation (from_id, valid_to);
create index delegation_parent on identity.delegation (parent_id) where parent_id is not null;

-- A transfer or a leaving whose day is to come: what must be handed over then.
create table identity.move (
  id uuid primary key,
  staff_id text not null references identity.staff (id),
  kind text not null check (kind in ('transfer', 'leave')),
  effect_on date not null,
  from_unit text,
  work_to text references identity.staff (id),
  decision text not null,
  made_by text not null,
  made_at timestamptz not null,
  carried_at timestamptz
);
create index move_staff on identity.move (staff_id);

create or replace view identity.v_staff as
  select s.id, s.name, p.title, p.unit_code, s.active, s.demonstration
  from identity.staff s
  left join lateral (
    select title, unit_code from identity.position
    where staff_id = s.id and main and valid_from <= (now() at time zone 'Asia/Ho_Chi_Minh')::date
      and (valid_to is null or valid_to > (now() at time zone 'Asia/Ho_Chi_Minh')::date)
    limit 1) p on true;
