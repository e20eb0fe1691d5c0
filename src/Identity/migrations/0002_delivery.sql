-- Messages to people, their way out by mail and SMS, and the reminders that follow.

create table identity.message (
  id uuid primary key,
  -- citizen or staff member, as Actor.Id
  person_id text not null,
  -- texts notice.TEMPLATE.subject, .body and .sms; the language is chosen when it is read or sent
  template text not null,
  args jsonb not null,
  about_kind text not null,
  about_id text not null,
  link text,
  urgent boolean not null default false,
  state text not null default 'unread' check (state in ('unread', 'read', 'archived')),
  created_at timestamptz not null,
  state_at timestamptz
);
create index message_inbox on identity.message (person_id, id desc) where state <> 'archived';
create index message_unread on identity.message (person_id) where state = 'unread';
create index message_about on identity.message (about_kind, about_id);

-- One row a message and channel; the address is masked, the reason a code: neither names a person.
create table identity.delivery (
  message_id uuid not null references identity.message (id),
  channel text not null check (channel in ('mail', 'sms')),
  state text not null default 'waiting'
    check (state in ('waiting', 'failing', 'sent', 'outbox', 'refused', 'no-address', 'no-text', 'not-configured')),
  address text,
  reason text,
  attempts int not null default 0,
  created_at timestamptz not null,
  tried_at timestamptz,
  primary key (message_id, channel)
);
create index delivery_open on identity.delivery (channel, created_at) where state in ('waiting', 'failing');

create table identity.reminder (
  id uuid primary key,
  -- the message that it follows; cancelled by what that is about and by its template
  message_id uuid not null references identity.message (id),
  template text not null,
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'cancelled'))
);
create index reminder_waiting on identity.reminder (message_id) where state = 'waiting';

create view identity.v_delivery as
  select d.message_id, d.channel, d.state, d.address, d.reason, d.attempts, d.created_at, d.tried_at,
    m.template, m.about_kind, m.about_id
  from identity.delivery d
  join identity.message m on m.id = d.message_id;
