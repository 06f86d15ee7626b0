-- Users
-- sqlbundle:revision c1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);
INSERT INTO users VALUES (1, 'a@example.org'), (2, 'B@example.org');

-- sqlbundle:down
DROP TABLE users;
