CREATE TABLE more_orders () INHERITS (orders);
