-- Who has taken a task; null while it waits for anybody who may do it. Handed over when that person leaves.
alter table flows.task add column if not exists assignee text;
create index if not exists task_assignee on flows.task (assignee) where state = 'open' and assignee is not null;
