-- The national list of administrative procedures, taken in by `sen import procedures`. What is offered online here is in
-- procedures.procedure; this says what exists, who decides it and where.
create table procedures.national (
  code text primary key,
  name text not null,
  field text not null,
  -- of the ministry that published it, as the list calls it
  ministry text not null,
  -- province, commune, ministry, other
  levels text[] not null,
  body jsonb not null,
  -- SHA-256 of the body: what has not changed is not written again
  digest text not null,
  -- false when a later list no longer has it; dossiers and links may still name it
  listed boolean not null default true,
  imported_at timestamptz not null
);
create index national_listed on procedures.national (code) where listed;
