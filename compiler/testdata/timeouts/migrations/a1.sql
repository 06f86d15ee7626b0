-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base
-- sqlbundle:timeout statement=9min

-- sqlbundle:up
CREATE TABLE seen (at text, lock text, statement text);
CREATE FUNCTION look(at text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO seen VALUES (at, current_setting('lock_timeout'), current_setting('statement_timeout')) $$;

-- sqlbundle:down
DROP FUNCTION look(text);
DROP TABLE seen;
