ALTER TABLE users ADD CONSTRAINT users_created_check CHECK (created_at >= '2000-01-01') NOT VALID;
