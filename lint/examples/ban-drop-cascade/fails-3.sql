--- history
CREATE SCHEMA "Sales";
CREATE TABLE "Sales".pay (id bigint PRIMARY KEY);
CREATE TABLE "Sales".items (pay bigint REFERENCES "Sales".pay);
--- revision
SET search_path = "Sales";
ALTER TABLE pay DROP CONSTRAINT pay_pkey CASCADE;
