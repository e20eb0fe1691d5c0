-- What a split gives to another follower than the main one: a field of dossiers, one dossier, one member of staff.
create table directory.succession_share (
  succession_id uuid not null references directory.succession (id),
  -- the module's own words for the portion: what kind it is and which
  kind text not null,
  key text not null check (length(key) between 1 and 200),
  to_code text not null,
  primary key (succession_id, kind, key)
);
