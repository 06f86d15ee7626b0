--- history
CREATE TABLE app."Audit Log" (id bigint PRIMARY KEY, n int);
--- revision
ALTER TABLE app."Audit Log" RENAME TO audit_log;
CREATE INDEX orders_ref_idx ON orders (ref);
