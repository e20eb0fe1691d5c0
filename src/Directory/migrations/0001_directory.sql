-- Who and where: units, how to reach them, when they are open.

create table directory.unit (
  -- agency identifier code, Decision 20/2020/QD-TTg: at most 35 characters, groups joined by dots
  code text primary key check (code ~ '^[A-Z0-9]+(\.[A-Z0-9]+)*$' and length(code) <= 35),
  kind text not null check (kind in
    ('province', 'commune', 'peoples-committee', 'department', 'one-stop-centre', 'division', 'party')),
  name text not null,
  short_name text not null,
  name_en text not null,
  parent_code text references directory.unit (code),
  path text not null unique,
  territory_code text check (territory_code ~ '^([0-9]{2}|[0-9]{5})$'),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  -- where the entry was taken from, and whether it is invented for the demonstration
  source text not null,
  demonstration boolean not null default false,
  folded text not null generated always as (public.sen_fold(name || ' ' || short_name || ' ' || code)) stored
);
create index unit_parent on directory.unit (parent_code);
create index unit_territory on directory.unit (territory_code);
create index unit_folded on directory.unit using gin (folded public.gin_trgm_ops);

-- Former and foreign codes of a unit.
create table directory.unit_alias (
  alias text primary key,
  unit_code text not null references directory.unit (code),
  reason text not null
);

create table directory.contact_point (
  unit_code text not null references directory.unit (code),
  kind text not null check (kind in ('phone', 'email', 'address', 'web')),
  value text not null,
  demonstration boolean not null default false,
  primary key (unit_code, kind, value)
);

create table directory.opening_hours (
  unit_code text not null references directory.unit (code),
  -- 0 Sunday to 6 Saturday, as DayOfWeek counts
  weekday int not null check (weekday between 0 and 6),
  opens time not null,
  closes time not null check (closes > opens),
  demonstration boolean not null default false,
  primary key (unit_code, weekday, opens)
);

create table directory.holiday (
  on_date date primary key,
  kind text not null,
  -- in place of a weekly day of rest on which the holiday fell (Labour Code 45/2019, art. 111(3))
  compensation boolean not null default false,
  -- the frame of that year was not found in an announcement
  demonstration boolean not null default false
);

-- A day worked in exchange for another.
create table directory.extra_working_day (
  on_date date primary key,
  reason text not null
);

-- What is valid today on the calendar of Viet Nam.
create view directory.v_unit as
  select code, name, kind, path, parent_code, territory_code, short_name, name_en, demonstration, folded
  from directory.unit
  where valid_from <= (now() at time zone 'Asia/Ho_Chi_Minh')::date
    and (valid_to is null or valid_to > (now() at time zone 'Asia/Ho_Chi_Minh')::date);
