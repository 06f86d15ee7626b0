--- revision
SELECT 1;
--- down
DO $$ BEGIN UPDATE orders SET note = 'x' WHERE id = 1 OR note IS NULL; END $$;
