ALTER TABLE users ADD CONSTRAINT users_created_check CHECK (created_at <= now()) NOT VALID;
