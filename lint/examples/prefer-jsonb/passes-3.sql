--- revision
ALTER TABLE diary ALTER COLUMN body TYPE jsonb USING body::jsonb;
--- down
ALTER TABLE diary ALTER COLUMN body TYPE json USING body::json;
