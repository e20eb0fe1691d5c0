-- History is a row a step instead of a row a node: the nodes that the step reached, in their order.
alter table flows.history alter column element type text[] using array[element];
alter table flows.history rename column element to elements;

-- One index instead of two: history is only read by instance.
alter table flows.history drop constraint history_pkey;
drop index flows.history_of;
alter table flows.history add primary key (instance_id, id);
