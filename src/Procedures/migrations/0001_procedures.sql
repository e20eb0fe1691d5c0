-- The catalogue, drafts and dossiers of the one-stop mechanism.

create table procedures.procedure (
  code text not null,
  version int not null,
  -- the whole pack entry: names, papers, form, fee, process; read by the program, searchable here by name
  body jsonb not null,
  name text not null,
  field text not null,
  search text not null,
  valid_from date not null,
  valid_to date,
  primary key (code, version)
);
create index procedure_search on procedures.procedure using gin (search gin_trgm_ops);

create table procedures.draft (
  id uuid primary key,
  person_id text not null,
  procedure_code text not null,
  procedure_version int not null,
  office text,
  answers jsonb not null default '{}',
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  foreign key (procedure_code, procedure_version) references procedures.procedure (code, version)
);
create index draft_person on procedures.draft (person_id, updated_at desc);

create table procedures.draft_paper (
  draft_id uuid not null references procedures.draft (id) on delete cascade,
  paper text not null,
  file_id uuid not null,
  name text not null,
  size bigint not null,
  added_at timestamptz not null,
  primary key (draft_id, file_id)
);

create table procedures.dossier (
  id uuid primary key,
  number text unique,
  procedure_code text not null,
  procedure_version int not null,
  office text not null,
  office_path text not null,
  person_id text not null,
  applicant_name text not null,
  answers jsonb not null,
  -- status codes 1 to 10 of the National Public Service Portal
  status int not null check (status between 1 and 10),
  -- 1 at the counter, 2 online, 3 by post (KenhThucHien)
  channel int not null check (channel between 1 and 3),
  fee numeric(15, 0) not null,
  fee_why text not null,
  fee_paid_at timestamptz,
  fee_paid_how text,
  submitted_at timestamptz not null,
  accepted_at timestamptz,
  due_at timestamptz,
  finished_at timestamptz,
  returned_at timestamptz,
  receipt_file uuid,
  result_file uuid,
  result_number text,
  reason text,
  version int not null default 1,
  foreign key (procedure_code, procedure_version) references procedures.procedure (code, version)
);
create index dossier_person on procedures.dossier (person_id, submitted_at desc, id);
create index dossier_office on procedures.dossier (office_path text_pattern_ops, status, submitted_at desc, id);
create index dossier_due on procedures.dossier (due_at) where finished_at is null;

create table procedures.dossier_paper (
  dossier_id uuid not null references procedures.dossier (id),
  paper text not null,
  file_id uuid not null,
  name text not null,
  size bigint not null,
  primary key (dossier_id, file_id)
);

-- What the applicant may read of the course of the dossier; the ledger holds the evidence.
create table procedures.dossier_step (
  id bigint generated always as identity primary key,
  dossier_id uuid not null references procedures.dossier (id),
  at timestamptz not null,
  status int not null,
  -- key of the text procedures.step.CODE, with its arguments
  code text not null,
  args text[] not null default '{}',
  by_name text not null,
  by_title text not null
);
create index dossier_step_of on procedures.dossier_step (dossier_id, id);

create table procedures.rating (
  dossier_id uuid primary key references procedures.dossier (id),
  score int not null check (score between 1 and 5),
  comment text,
  rated_at timestamptz not null
);

create view procedures.v_dossier as
  select d.id, d.number, d.procedure_code, p.name as procedure_name, p.field, d.office, d.office_path, d.status, d.channel,
    d.fee, d.fee_paid_at, d.submitted_at, d.accepted_at, d.due_at, d.finished_at, d.returned_at, r.score
  from procedures.dossier d
  join procedures.procedure p on p.code = d.procedure_code and p.version = d.procedure_version
  left join procedures.rating r on r.dossier_id = d.id;

-- The result while it is prepared: what the official took from the register, the printed file, the signed file.
create table procedures.result_draft (
  dossier_id uuid primary key references procedures.dossier (id),
  fields jsonb not null default '{}',
  version int not null default 1,
  -- the version of the fields that the file shows
  printed_version int,
  file uuid,
  note text,
  prepared_by text,
  updated_at timestamptz not null
);
