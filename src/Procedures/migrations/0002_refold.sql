-- sen_fold() has changed (data 0004): what was folded before is folded again.
update procedures.procedure set search = public.sen_fold(search);
