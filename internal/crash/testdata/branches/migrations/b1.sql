-- Branch b begins
-- sqlbundle:revision b1
-- sqlbundle:revises base
-- sqlbundle:labels right

-- sqlbundle:up
CREATE TABLE right_t (id int, n int NOT NULL DEFAULT 0);
INSERT INTO right_t (id) SELECT generate_series(1, 20);

-- sqlbundle:down
DROP TABLE right_t;
