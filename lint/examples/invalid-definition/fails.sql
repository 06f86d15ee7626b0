CREATE INDEX users_day_idx ON users (date_trunc('day', created_at));
--- error 42P17
