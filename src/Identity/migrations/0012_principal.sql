-- For whom somebody may act, by kind and id: what other modules need of a name that they did not store.
create view identity.v_principal as
  select 'person' as kind, id, name from identity.person
  union all
  select 'enterprise', id, name from identity.enterprise;
