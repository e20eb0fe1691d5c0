-- The rights of persons over their data (Law 91/2025/QH15, Decree 356/2025/NĐ-CP): who looked and why, consents, requests.

create table identity.data_look (
  id bigint generated always as identity primary key,
  person_id text not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  actor_title text not null,
  unit_path text not null,
  -- text look.REASON of the module whose page it was
  reason text not null,
  about_kind text not null,
  about_id text not null
);
create index data_look_person on identity.data_look (person_id, id desc);

-- A purpose beyond what the law asks of the office; comes with the pack, its words fixed by version.
create table identity.consent_purpose (
  code text primary key,
  version int not null,
  names jsonb not null,
  sentences jsonb not null,
  active boolean not null
);

create table identity.consent (
  id uuid primary key,
  person_id text not null,
  purpose text not null references identity.consent_purpose (code),
  version int not null,
  -- what the person read, word for word, and in which language
  sentence text not null,
  language text not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz
);
create unique index consent_now on identity.consent (person_id, purpose) where withdrawn_at is null;
create index consent_person on identity.consent (person_id, given_at desc);

create table identity.data_request (
  id uuid primary key,
  person_id text not null,
  kind text not null check (kind in ('correct', 'erase', 'restrict', 'explain')),
  what text not null,
  wanted text not null,
  state text not null default 'open' check (state in ('open', 'taken', 'done', 'refused')),
  made_at timestamptz not null,
  -- an answer that it was taken up, in working days; the deed itself, in days
  answer_by date not null,
  due_on date not null,
  taken_by text,
  taken_at timestamptz,
  answer text,
  answered_by text,
  answered_at timestamptz
);
create index data_request_person on identity.data_request (person_id, made_at desc);
create index data_request_open on identity.data_request (due_on, id) where state in ('open', 'taken');
