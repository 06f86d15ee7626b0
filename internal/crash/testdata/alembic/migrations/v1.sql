-- Everything belongs to the role
-- sqlbundle:revision v1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE users (id int PRIMARY KEY, name text, by_whom text NOT NULL DEFAULT current_user);
INSERT INTO users SELECT g, 'user ' || g FROM generate_series(1, 30) g;
CREATE TABLE ledger (entry text, path text DEFAULT current_setting('search_path'), wait text DEFAULT current_setting('lock_timeout'));
INSERT INTO ledger VALUES ('v1');

-- sqlbundle:down
DROP TABLE ledger;
DROP TABLE users;
