-- What servers know from 14 and 15 on.
CREATE SCHEMA app;
CREATE TABLE app.parent (a int, b int, c text COMPRESSION pglz, PRIMARY KEY (a, b));
CREATE TABLE app.child (id int PRIMARY KEY, a int, b int, spans int4multirange,
  CONSTRAINT to_parent FOREIGN KEY (a, b) REFERENCES app.parent ON DELETE SET NULL (b),
  CONSTRAINT one_null UNIQUE NULLS NOT DISTINCT (a));
CREATE UNIQUE INDEX ON app.child (b) NULLS NOT DISTINCT;
CREATE TYPE app.span AS RANGE (subtype = time, multirange_type_name = app.spans);
CREATE TABLE app.uses_span (id int, s app.span, m app.spans, ms app.spans[]);
CREATE FUNCTION app.twice(x int) RETURNS int LANGUAGE sql IMMUTABLE RETURN x * 2;
CREATE FUNCTION app.count_parents() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM app.parent WHERE a > 0; END;
CREATE PROCEDURE app.give(IN x int, OUT y text) LANGUAGE sql AS $$ SELECT 'a'::text $$;
CREATE VIEW app.doubled WITH (security_invoker = true) AS SELECT app.twice(a) AS twice, app.count_parents() AS n FROM app.child;
DROP TABLE app.parent;
ALTER TABLE app.parent DROP COLUMN c;
CREATE FUNCTION app.mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER marked BEFORE INSERT ON app.child FOR EACH ROW EXECUTE FUNCTION app.mark();
CREATE OR REPLACE TRIGGER marked AFTER INSERT OR UPDATE ON app.child EXECUTE FUNCTION app.mark();
CREATE TABLE app.log (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TRIGGER through BEFORE INSERT ON app.log FOR EACH ROW EXECUTE FUNCTION app.mark();
ALTER TRIGGER through ON app.log RENAME TO renamed;
ALTER TABLE app.log DETACH PARTITION app.log_1 CONCURRENTLY;
CREATE STATISTICS app.on_expression ON (a + b), b FROM app.child;
ALTER TABLE app.child SET ACCESS METHOD heap;
CREATE PUBLICATION parts FOR TABLE app.child (id, a) WHERE (id > 3);
CREATE PUBLICATION whole FOR TABLES IN SCHEMA app;
CREATE INDEX on_text ON app.child USING btree ((a::text) text_pattern_ops);
MERGE INTO app.child c USING app.log l ON c.id = l.id WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT (id) VALUES (l.id);
DROP FUNCTION app.twice(int);
DROP PROCEDURE app.give;
DROP TYPE app.span CASCADE;
