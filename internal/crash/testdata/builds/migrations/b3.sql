-- Make a constraint of an index, which renames it
-- sqlbundle:revision b3
-- sqlbundle:revises b2

-- sqlbundle:up
SET search_path = "a.b", public;
CREATE UNIQUE INDEX CONCURRENTLY c_d ON c (d);
ALTER TABLE c ADD CONSTRAINT "d is unique" UNIQUE USING INDEX c_d;
INSERT INTO ledger VALUES ('b3', 3);
CREATE MATERIALIZED VIEW lines AS SELECT "Id", qty FROM "Ware House"."Order.Line" WHERE qty > 0;
CREATE UNIQUE INDEX CONCURRENTLY lines_id ON lines ("Id");

-- sqlbundle:down
DROP INDEX CONCURRENTLY "a.b".lines_id;
DROP MATERIALIZED VIEW "a.b".lines;
DELETE FROM ledger WHERE entry = 'b3';
ALTER TABLE "a.b".c DROP CONSTRAINT "d is unique";
