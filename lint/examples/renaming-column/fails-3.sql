--- history
CREATE TYPE app.address AS (street text, town text);
CREATE TABLE app."Homes" (id bigint PRIMARY KEY, address app.address);
--- revision
ALTER TYPE app.address RENAME ATTRIBUTE town TO city CASCADE;
