-- The legal library: documents, their articles, and what changed them. Taken in by `sen import laws`.

create table assistant.law (
  -- number and sign, in capitals: 60/2014/QH13
  number text primary key,
  kind text not null,
  -- empty where the source has none
  name text not null,
  issued_on date,
  valid_from date,
  -- first day on which it is no longer in force, and the document that ended it, where a final provision says so
  valid_to date,
  ended_by text,
  imported_at timestamptz not null
);

create table assistant.law_article (
  number text not null references assistant.law (number),
  article text not null,
  title text not null,
  body text not null,
  -- place in the official Codification, empty outside of it
  codification text not null,
  -- the Codification's note on validity and amendments, verbatim
  note text not null,
  valid_from date,
  valid_to date,
  digest text not null,
  imported_at timestamptz not null,
  primary key (number, article)
);

create table assistant.law_amendment (
  number text not null,
  article text not null,
  change text not null check (change in ('amends', 'supplements', 'repeals', 'replaces')),
  whole boolean not null,
  by_number text not null,
  by_article text,
  valid_from date,
  foreign key (number, article) references assistant.law_article (number, article)
);
create index law_amendment_article on assistant.law_amendment (number, article);
create index law_amendment_by on assistant.law_amendment (by_number);
