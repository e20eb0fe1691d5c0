-- sen_fold() has changed (data 0004): the folded column is computed again, wherever the names of units stand by now.
do $$
begin
  if to_regclass('directory.unit_version') is not null then
    update directory.unit_version set name = name;
  else
    update directory.unit set name = name;
  end if;
end
$$;
