--- revision
SELECT 1;
--- down
DROP TABLE IF EXISTS diary, contacts, public.legacy;
