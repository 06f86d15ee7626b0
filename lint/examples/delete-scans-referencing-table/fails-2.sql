--- history
CREATE TABLE app."Units" (code text PRIMARY KEY);
CREATE TABLE app."Stock" (id bigint PRIMARY KEY, unit text REFERENCES app."Units" (code) ON UPDATE CASCADE);
--- revision
SET LOCAL search_path = app;
UPDATE "Units" SET code = 'kg' WHERE code = 'KG';
