ALTER TABLE items ADD COLUMN note text, ADD COLUMN user_id bigint REFERENCES users (id) ON DELETE SET NULL;
