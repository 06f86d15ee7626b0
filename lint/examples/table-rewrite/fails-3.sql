--- target 18
--- history
CREATE TABLE app.parts (item bigint);
ALTER TABLE app.parts ADD CONSTRAINT item FOREIGN KEY (item) REFERENCES public.items (id) NOT ENFORCED;
--- revision
CREATE TABLE notes (id bigint);
--- down
DROP TABLE notes;
ALTER TABLE app.parts ALTER CONSTRAINT item ENFORCED;
