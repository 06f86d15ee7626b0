--- lock_timeout 0
CREATE TABLE app."Events 2026" PARTITION OF "public".events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
