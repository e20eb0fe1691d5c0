-- Keys of persons and organisations, trusted authorities, and the record of signatures made here.

create table signing.key (
  id uuid primary key,
  owner_kind text not null check (owner_kind in ('staff', 'unit', 'authority', 'timestamp')),
  owner_id text not null,
  subject text not null,
  -- PKCS#12, sealed with a key derived from the installation's master key
  sealed bytea not null,
  -- the picture of the signature or of the seal (Decree 30/2020, appendix I)
  picture bytea,
  development boolean not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null
);
create unique index key_owner on signing.key (owner_kind, owner_id) where revoked_at is null;

create table signing.anchor (
  thumbprint text primary key,
  subject text not null,
  certificate bytea not null,
  development boolean not null,
  added_at timestamptz not null
);

create table signing.signature (
  id uuid primary key,
  key_id uuid not null references signing.key (id),
  kind text not null check (kind in ('Personal', 'Organisation')),
  file_before uuid not null,
  file_after uuid not null,
  subject_kind text not null,
  subject_id text not null,
  signed_by text not null,
  signed_at timestamptz not null
);
create index signature_subject on signing.signature (subject_kind, subject_id);
