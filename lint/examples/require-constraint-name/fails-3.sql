ALTER TABLE items ADD CHECK (qty > 0), ADD FOREIGN KEY (qty) REFERENCES orders (id);
