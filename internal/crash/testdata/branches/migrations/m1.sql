-- Merge a and b
-- sqlbundle:revision m1
-- sqlbundle:revises a2, b3

-- sqlbundle:up
CREATE TABLE both_t AS SELECT l.id, l.n + r.n AS n FROM left_t l JOIN right_t r USING (id);
INSERT INTO ledger SELECT 'm1', sum(n) FROM both_t;

-- sqlbundle:down
DELETE FROM ledger WHERE entry = 'm1';
DROP TABLE both_t;
