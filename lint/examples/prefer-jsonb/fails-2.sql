CREATE TABLE app."Docs" (id bigint PRIMARY KEY, "Parts" pg_catalog.json[] NOT NULL);
