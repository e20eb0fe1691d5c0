-- An instance is rewritten at each step. With room on its page the new version needs no new index entries.
alter table flows.instance set (fillfactor = 70);
