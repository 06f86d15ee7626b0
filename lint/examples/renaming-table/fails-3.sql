--- revision no-transaction
ALTER TABLE IF EXISTS public.legacy RENAME TO "Legacy Codes";
CREATE VIEW legacy AS SELECT * FROM "Legacy Codes";
