-- Types of every kind, and columns of all built-in ones.
CREATE SCHEMA app;
CREATE SCHEMA "Odd Name" CREATE TABLE "Mixed Case" ("Id" int PRIMARY KEY, "select" text);
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'it''s fine');
ALTER TYPE app.mood ADD VALUE 'happy' AFTER 'ok';
ALTER TYPE app.mood RENAME VALUE 'sad' TO 'low';
CREATE TYPE public.state AS ENUM ();
CREATE DOMAIN app.positive AS int DEFAULT 1 NOT NULL CHECK (VALUE > 0) CONSTRAINT below_100 CHECK (VALUE < 100);
CREATE DOMAIN app.email AS varchar(320) COLLATE "C" CHECK (VALUE LIKE '%@%');
CREATE DOMAIN app.short_email AS app.email CHECK (length(VALUE) < 30);
ALTER DOMAIN app.email DROP CONSTRAINT email_check;
ALTER DOMAIN app.email ADD CONSTRAINT has_at CHECK (position('@' in VALUE) > 1) NOT VALID;
CREATE TYPE app.pair AS (a int, b varchar(10), c app.mood);
ALTER TYPE app.pair ADD ATTRIBUTE d numeric(5), DROP ATTRIBUTE a;
CREATE TYPE app.float_range AS RANGE (subtype = float8);
CREATE TABLE app.every_type (
  c1 smallint, c2 integer, c3 bigint, c4 real, c5 double precision, c6 numeric, c7 numeric(10,2), c8 numeric(5), c9 decimal(4,0),
  d1 char, d2 char(4), d3 bpchar, d4 varchar, d5 varchar(20), d6 text, d7 "char", d8 name,
  e1 bit, e2 bit(3), e3 bit varying, e4 bit varying(5), e5 bytea, e6 boolean, e7 uuid, e8 xml, e9 json, e10 jsonb, e11 jsonpath,
  f1 date, f2 time, f3 time(2), f4 timetz, f5 time(3) with time zone, f6 timestamp, f7 timestamp(0), f8 timestamptz, f9 timestamp(6) with time zone,
  g1 interval, g2 interval(3), g3 interval year, g4 interval day to second, g5 interval day to second(2), g6 interval year to month, g7 interval hour,
  h1 inet, h2 cidr, h3 macaddr, h4 macaddr8, h5 point, h6 box, h7 polygon, h8 tsvector, h9 tsquery, h10 money, h11 oid, h12 regclass, h13 pg_lsn,
  i1 int4range, i2 tstzrange, i3 app.float_range,
  j1 int[], j2 integer array, j3 text[][], j4 varchar(5)[], j5 numeric(8,3)[3], j6 app.mood[], j7 app.pair, j8 app.pair[], j9 app.email[],
  k1 app.mood, k2 app.positive, k3 app.short_email, k4 public.state, k5 "Odd Name"."Mixed Case",
  l1 float(10), l2 float(30), l3 national character varying(7), l4 nchar(3), l5 dec(3,1), l6 int8, l7 timestamptz(3)[]
);
