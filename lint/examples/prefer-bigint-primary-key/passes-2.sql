--- history
CREATE TABLE kinds (id int PRIMARY KEY);
--- revision
CREATE TABLE kind_names (kind int REFERENCES kinds (id), lang int, PRIMARY KEY (kind, lang));
CREATE TABLE kind_notes (kind int PRIMARY KEY REFERENCES kinds (id));
CREATE TABLE later (id int PRIMARY KEY);
ALTER TABLE later ALTER COLUMN id TYPE bigint;
CREATE TEMP TABLE t (id serial PRIMARY KEY);
