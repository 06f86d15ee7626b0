--- revision
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders RENAME TO purchases;
--- revision
CREATE POLICY own ON purchases FOR SELECT USING (true);
