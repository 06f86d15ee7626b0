CREATE TABLE tickets (id bigint PRIMARY KEY, state text);
ALTER TABLE tickets RENAME COLUMN state TO status;
ALTER INDEX orders_status_idx RENAME TO orders_state_idx;
