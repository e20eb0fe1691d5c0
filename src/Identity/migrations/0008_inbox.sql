-- The inbox by state and kind; a reminder may go on to somebody else, such as a superior.
alter table identity.reminder add column person_id text;
drop index identity.message_inbox;
create index message_inbox on identity.message (person_id, id desc);
create index message_state on identity.message (person_id, state, id desc);
