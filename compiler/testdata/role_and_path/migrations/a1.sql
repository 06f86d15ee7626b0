-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE mine (who text DEFAULT current_user, path text DEFAULT current_setting('search_path'));
INSERT INTO mine DEFAULT VALUES;
RESET ROLE;
SET search_path = public;
INSERT INTO app.mine DEFAULT VALUES;

-- sqlbundle:down
DROP TABLE mine;
