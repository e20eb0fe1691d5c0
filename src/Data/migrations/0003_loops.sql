-- What the loops need: the ledger's queue of unsealed entries, cancelled jobs, gapless numbers.

-- Ids of entries that no block holds yet. The ledger itself is insert-only, so "unsealed" cannot be a flag there, and
-- an anti-join with the seals would read the whole ledger each second.
create table data.ledger_unsealed (
  ledger_id bigint primary key references data.ledger (id)
);
insert into data.ledger_unsealed (ledger_id)
  select l.id from data.ledger l where not exists (select from data.ledger_seal s where s.ledger_id = l.id);

create index ledger_seal_block on data.ledger_seal (block);
create index ledger_at on data.ledger (at, id);

alter table data.job drop constraint job_state_check;
alter table data.job add constraint job_state_check
  check (state in ('waiting', 'running', 'done', 'dead', 'cancelled'));

-- Numbers of issued documents: gapless, one row a body, book and year.
create table data.document_number (
  body text not null,
  book text not null,
  year int not null,
  last bigint not null,
  primary key (body, book, year)
);
