CREATE TABLE app.parts (id integer NOT NULL, v text);
CREATE SEQUENCE app.parts_id_seq OWNED BY app.parts.id;
ALTER TABLE app.parts ALTER COLUMN id SET DEFAULT nextval('app.parts_id_seq');
ALTER TABLE ONLY app.parts ADD CONSTRAINT parts_pkey PRIMARY KEY (id);
