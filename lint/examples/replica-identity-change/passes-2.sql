--- revision
ALTER TABLE orders REPLICA IDENTITY DEFAULT;
CREATE TABLE app.notes (id bigint PRIMARY KEY);
--- revision
ALTER TABLE app.notes RENAME TO remarks;
ALTER TABLE app.remarks REPLICA IDENTITY NOTHING;
