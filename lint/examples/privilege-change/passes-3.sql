--- revision
CREATE TABLE notes (id bigint PRIMARY KEY);
--- revision
ALTER TABLE notes RENAME TO remarks;
GRANT SELECT ON remarks TO PUBLIC;
ALTER TABLE orders DISABLE ROW LEVEL SECURITY;
--- down
REVOKE SELECT ON remarks FROM PUBLIC;
ALTER TABLE remarks RENAME TO notes;
