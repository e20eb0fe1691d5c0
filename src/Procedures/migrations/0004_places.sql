-- Each place where dossiers lie, once: whoever lists dossiers asks first which of these few an actor may see (Identity's RowFilter),
-- and compares the many rows with the answer alone.
create table procedures.dossier_place (path text primary key);

create function procedures.note_place() returns trigger language plpgsql as $$
begin
  if not exists (select from procedures.dossier_place where path = new.office_path) then
    -- Two at once: the second waits for the first, so that whoever sees a dossier sees its place.
    insert into procedures.dossier_place (path) values (new.office_path) on conflict do nothing;
  end if;
  return null;
end $$;
create trigger dossier_place after insert or update of office_path on procedures.dossier
  for each row execute function procedures.note_place();
insert into procedures.dossier_place (path) select distinct office_path from procedures.dossier;

create view procedures.v_dossier_place as select path from procedures.dossier_place;
