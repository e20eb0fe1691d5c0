-- Keys may lie elsewhere than in this database: in a PKCS#11 module, at a remote service, on a token at a desk.

alter table signing.key
  add provider text not null default 'software' check (provider in ('software', 'pkcs11', 'csc', 'token')),
  -- pkcs11: URI of the key, without PIN; csc: service/credential; else empty
  add reference text not null default '',
  -- the signer's certificate and its issuers; of software keys they lie inside what is sealed
  add certificate bytea,
  add chain bytea[] not null default '{}',
  alter sealed drop not null,
  add constraint key_place check ((provider = 'software') = (sealed is not null) and (provider = 'software' or certificate is not null));
