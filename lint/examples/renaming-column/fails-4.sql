ALTER TABLE orders RENAME COLUMN ref TO ref_old;
ALTER TABLE orders RENAME COLUMN user_id TO ref;
