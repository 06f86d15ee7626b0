--- revision no-transaction
CREATE INDEX CONCURRENTLY users_day_idx ON users (date_trunc('day', created_at AT TIME ZONE 'UTC'));
