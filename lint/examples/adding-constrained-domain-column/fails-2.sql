--- history
CREATE DOMAIN app."Pos" AS int CHECK (VALUE > 0) CHECK (VALUE < 1000);
CREATE DOMAIN app.small AS app."Pos" DEFAULT 7;
--- revision
SET LOCAL search_path = app, public;
ALTER TABLE orders ADD COLUMN a text, ADD COLUMN boxes small;
