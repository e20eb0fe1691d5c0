-- Units by time: what a unit was on any day, what became of it, which codes lead to it.

create extension if not exists btree_gist with schema public;

-- One row a unit and period. Readers go through the views, which keep their columns; only `sen pack apply` of the program
-- before this one writes here, and it is refused, loudly.
create table directory.unit_version (
  code text not null references directory.unit (code),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  kind text not null check (kind in ('province', 'commune', 'peoples-council', 'peoples-committee', 'department', 'one-stop-centre',
    'division', 'public-service', 'vertical', 'party')),
  name text not null,
  short_name text not null,
  name_en text not null,
  parent_code text references directory.unit (code),
  path text not null,
  -- codes of the General Statistics Office: 2 digits a province, 5 a commune
  territory_code text check (territory_code ~ '^([0-9]{2}|[0-9]{5})$'),
  -- the decision or data set that it was taken from
  source text not null,
  demonstration boolean not null default false,
  -- written on a page: a pack no longer changes it
  by_hand boolean not null default false,
  version int not null default 1,
  folded text not null generated always as (public.sen_fold(name || ' ' || short_name || ' ' || code)) stored,
  primary key (code, valid_from),
  constraint unit_version_once exclude using gist (code with =, daterange(valid_from, valid_to) with &&)
);
insert into directory.unit_version
  (code, valid_from, valid_to, kind, name, short_name, name_en, parent_code, path, territory_code, source, demonstration)
  select code, valid_from, valid_to, kind, name, short_name, name_en, parent_code, path, territory_code, source, demonstration
  from directory.unit;
create index unit_version_parent on directory.unit_version (parent_code);
create index unit_version_territory on directory.unit_version (territory_code);
create index unit_version_folded on directory.unit_version using gin (folded public.gin_trgm_ops);

drop view directory.v_unit;
alter table directory.unit drop column folded;
alter table directory.unit
  drop column kind, drop column name, drop column short_name, drop column name_en, drop column parent_code, drop column path,
  drop column territory_code, drop column valid_from, drop column valid_to, drop column source, drop column demonstration;

-- Grows with every change of units: copies of the program read all units again only when it has.
create table directory.generation (
  one boolean primary key default true check (one),
  n bigint not null
);
insert into directory.generation (n) values (1);

-- Codes beside the own one: former ones, those of other systems.
alter table directory.unit_alias
  add column valid_from date not null default '2025-07-01',
  add column valid_to date check (valid_to > valid_from);
create index unit_alias_unit on directory.unit_alias (unit_code);

alter table directory.contact_point
  add column valid_from date not null default '2025-07-01',
  add column valid_to date check (valid_to > valid_from),
  add column by_hand boolean not null default false,
  drop constraint contact_point_pkey,
  add primary key (unit_code, kind, value, valid_from);
alter table directory.opening_hours
  add column valid_from date not null default '2025-07-01',
  add column valid_to date check (valid_to > valid_from),
  add column by_hand boolean not null default false,
  drop constraint opening_hours_pkey,
  add primary key (unit_code, weekday, opens, valid_from);
alter table directory.holiday add column by_hand boolean not null default false, add column note text;
alter table directory.extra_working_day add column by_hand boolean not null default false;

-- A merger, a split, a new code: decided now, in effect on a day, carried out by a job on that day.
create table directory.succession (
  id uuid primary key,
  kind text not null check (kind in ('merge', 'split', 'recode')),
  effect_on date not null,
  decision text not null,
  state text not null default 'planned' check (state in ('planned', 'carried', 'cancelled')),
  -- units that end and begin by it: what cancelling it takes back
  closed text[] not null,
  created text[] not null,
  made_by text not null,
  made_at timestamptz not null,
  carried_at timestamptz
);
create table directory.successor (
  succession_id uuid not null references directory.succession (id),
  from_code text not null references directory.unit (code),
  to_code text not null references directory.unit (code) check (to_code <> from_code),
  effect_on date not null,
  -- code, open work and closed files of the former unit go here; a split has several successors, one of them main
  main boolean not null,
  primary key (succession_id, from_code, to_code)
);
create unique index successor_main on directory.successor (from_code) where main;
create index successor_to on directory.successor (to_code);

-- What is valid today on the calendar of Viet Nam.
create view directory.v_unit as
  select code, name, kind, path, parent_code, territory_code, short_name, name_en, demonstration, folded
  from directory.unit_version
  where valid_from <= (now() at time zone 'Asia/Ho_Chi_Minh')::date
    and (valid_to is null or valid_to > (now() at time zone 'Asia/Ho_Chi_Minh')::date);
-- As of any day: where valid_from <= day and (valid_to is null or valid_to > day).
create view directory.v_unit_version as
  select code, valid_from, valid_to, name, kind, path, parent_code, territory_code, short_name, name_en, demonstration, folded
  from directory.unit_version;
-- The last name of every unit that ever was, for histories.
create view directory.v_unit_last as
  select distinct on (code) code, name, kind, path, short_name, name_en, valid_from, valid_to
  from directory.unit_version order by code, valid_from desc;
