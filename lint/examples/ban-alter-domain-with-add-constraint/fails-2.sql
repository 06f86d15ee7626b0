--- history
CREATE DOMAIN app."Price" AS numeric;
CREATE TABLE app."Sales" (id bigint PRIMARY KEY, "Net" app."Price", day date NOT NULL);
CREATE DOMAIN app.discount AS app."Price";
CREATE TABLE app.rebates (id bigint PRIMARY KEY, d app.discount);
--- revision
SET search_path = app;
ALTER DOMAIN "Price" ADD CHECK (VALUE > 0);
