-- sen_fold() has changed (data 0004): the folded column is computed again.
update identity.staff set name = name;
