-- For whom a dossier was lodged, where not for oneself: kind and id as the link 'on-behalf-of' has them, the name of that day, and why
-- one may (identity's RepresentBasis). person_id and applicant_name stay those of the person who acts.
alter table procedures.dossier
  add column on_behalf_of text,
  add column on_behalf_name text,
  add column on_behalf_basis text,
  add constraint dossier_on_behalf check ((on_behalf_of is null) = (on_behalf_name is null) and (on_behalf_of is null) = (on_behalf_basis is null));
create index dossier_on_behalf_of on procedures.dossier (on_behalf_of) where on_behalf_of is not null;
