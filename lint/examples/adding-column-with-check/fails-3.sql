ALTER TABLE events ADD COLUMN n int CHECK (n > 0);
