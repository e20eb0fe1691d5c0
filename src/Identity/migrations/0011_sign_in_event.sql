-- What the detection rules read of sign-ins: one JSON object in ECS names each (src/Identity/SignIn/SignInLog.cs). No password, no
-- personal number, no name of a citizen; a user name that no account has is not kept as it was typed.
create table identity.sign_in_event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  body text not null,
  -- whose sign-in it was, where it went through: one's own page of data counts them
  subject_id text,
  -- what was turned away again within a minute is one event
  once text
);
create index sign_in_event_at on identity.sign_in_event (at);
create index sign_in_event_subject on identity.sign_in_event (subject_id) where subject_id is not null;
create index sign_in_event_once on identity.sign_in_event (once, at) where once is not null;

create view identity.v_sign_in_event as select id, at, body from identity.sign_in_event;
