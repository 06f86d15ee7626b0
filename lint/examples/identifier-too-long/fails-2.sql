CREATE TABLE app.customer_relationship_manager_interaction (
  id bigint PRIMARY KEY,
  responsible_manager bigint UNIQUE
);
