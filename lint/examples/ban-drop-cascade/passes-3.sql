--- revision
CREATE TYPE app.size AS ENUM ('s', 'l');
ALTER TABLE items ADD COLUMN size app.size;
--- down
DROP TYPE app.size CASCADE;
