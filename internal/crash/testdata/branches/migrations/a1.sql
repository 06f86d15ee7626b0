-- Branch a begins
-- sqlbundle:revision a1
-- sqlbundle:revises base
-- sqlbundle:labels left

-- sqlbundle:up
CREATE TABLE ledger (entry text, amount int);
CREATE TABLE left_t (id int, n int NOT NULL DEFAULT 0);
INSERT INTO left_t (id) SELECT generate_series(1, 20);

-- sqlbundle:down
DROP TABLE left_t;
DROP TABLE ledger;
