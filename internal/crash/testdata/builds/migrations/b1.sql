-- Fill the warehouse
-- sqlbundle:revision b1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE SCHEMA "Ware House";
CREATE SCHEMA "a.b";
CREATE TABLE "Ware House"."Order.Line" ("Id" int PRIMARY KEY, "the ""item""" text, qty int, code text);
INSERT INTO "Ware House"."Order.Line" SELECT g, 'item ' || g, g % 5, 'C' || g FROM generate_series(1, 300) g;
CREATE TABLE "a.b".c (d int, e text);
INSERT INTO "a.b".c SELECT g, 'e' || g FROM generate_series(1, 50) g;
CREATE TABLE public.ledger (entry text, amount int);

-- sqlbundle:down
DROP TABLE public.ledger;
DROP TABLE "a.b".c;
DROP TABLE "Ware House"."Order.Line";
DROP SCHEMA "a.b";
DROP SCHEMA "Ware House";
