-- sen_fold() has changed (data 0004): the folded column is computed again.
update directory.unit set name = name;
