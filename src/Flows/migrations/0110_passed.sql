-- History is a row a step instead of a row a node: the nodes that the step reached, in their order.
alter table flows.history alter column element type text[] using array[element];
alter table flows.history rename column element to elements;
