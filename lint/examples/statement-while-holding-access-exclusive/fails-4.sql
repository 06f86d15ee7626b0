--- revision
SELECT 1;
--- down
ALTER TABLE events ADD COLUMN source text;
DO $$ BEGIN UPDATE orders SET note = 'x' WHERE note IS NULL; END $$;
