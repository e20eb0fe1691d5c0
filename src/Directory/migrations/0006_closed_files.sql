-- After a split another follower than the one with the code may answer for closed files. Null: as main, so that what an older program writes holds.
alter table directory.successor add column files boolean;
create unique index successor_files on directory.successor (from_code) where coalesce(files, main);
