-- member takes the extension NAME and what it made.
CREATE EXTENSION IF NOT EXISTS "NAME" CASCADE;
CREATE TEMP TABLE member (classid oid, objid oid);
INSERT INTO member
SELECT 'pg_extension'::regclass, oid FROM pg_extension WHERE extname = 'NAME'
UNION ALL
SELECT classid, objid FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
    AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'NAME')
