--- revision
ALTER TABLE orders ADD COLUMN tenant text, ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON orders USING (true);
--- revision
DROP POLICY own ON orders;
