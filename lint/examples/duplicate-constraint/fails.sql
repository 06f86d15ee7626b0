ALTER TABLE items ADD CONSTRAINT items_order_fk2 FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID;
