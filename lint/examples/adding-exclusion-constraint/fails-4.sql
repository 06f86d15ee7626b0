--- revision
ALTER TABLE orders ADD COLUMN during tstzrange;
--- revision
ALTER TABLE orders ADD CONSTRAINT one_at_a_time EXCLUDE USING gist (during WITH &&) WHERE (ref > 0);
