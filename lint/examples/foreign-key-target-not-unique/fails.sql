ALTER TABLE orders ADD CONSTRAINT orders_age_fk FOREIGN KEY (ref) REFERENCES users (age) NOT VALID;
--- error 42830
