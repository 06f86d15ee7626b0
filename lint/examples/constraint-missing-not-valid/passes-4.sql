ALTER TABLE events ADD CONSTRAINT events_kind_check CHECK (kind <> '') NOT VALID;
ALTER TABLE orders ADD CONSTRAINT orders_ref_key UNIQUE (ref);
