-- Build many indexes
-- sqlbundle:revision b2
-- sqlbundle:revises b1

-- sqlbundle:up
CREATE UNIQUE INDEX CONCURRENTLY "Code" ON "Ware House"."Order.Line" (code);
CREATE INDEX CONCURRENTLY "Order.Line.qty" ON "Ware House"."Order.Line" (qty) WHERE qty > 2;
CREATE INDEX CONCURRENTLY "it's an ""expression""" ON "Ware House"."Order.Line" (lower("the ""item"""), (qty + 1));
CREATE INDEX CONCURRENTLY IF NOT EXISTS c_e ON "a.b".c USING hash (e);
INSERT INTO ledger VALUES ('b2', 1);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_name_of_an_index_that_has_as_many_bytes_as_a_name_can_have_63 ON "a.b".c (d) INCLUDE (e);
CREATE INDEX CONCURRENTLY "Code" ON "a.b".c (d DESC NULLS LAST);
INSERT INTO ledger VALUES ('b2', 2);

-- sqlbundle:down
DELETE FROM ledger WHERE entry = 'b2';
DROP INDEX CONCURRENTLY "a.b"."Code";
DROP INDEX CONCURRENTLY "a.b".a_name_of_an_index_that_has_as_many_bytes_as_a_name_can_have_63;
DROP INDEX CONCURRENTLY IF EXISTS "a.b".c_e;
DROP INDEX CONCURRENTLY "Ware House"."it's an ""expression""";
DROP INDEX CONCURRENTLY "Ware House"."Order.Line.qty";
DROP INDEX CONCURRENTLY "Ware House"."Code";
