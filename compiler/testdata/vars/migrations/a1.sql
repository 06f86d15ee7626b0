-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base
-- sqlbundle:vars

-- sqlbundle:up
CREATE TABLE ${table_name} (body text DEFAULT '${greeting}', other text DEFAULT '$${greeting}');
INSERT INTO ${table_name} DEFAULT VALUES;

-- sqlbundle:down
DROP TABLE ${table_name};
