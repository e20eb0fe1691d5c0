-- Since when somebody has a task: told to whoever comes second.
alter table flows.task add column if not exists taken_at timestamptz;
