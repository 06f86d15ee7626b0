-- member takes what an empty database has; what information_schema has besides
-- relations is left out.
CREATE TEMP TABLE member (classid oid, objid oid);
INSERT INTO member
SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace
UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace
UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass WHERE opcnamespace = 'pg_catalog'::regnamespace
UNION ALL SELECT 'pg_cast'::regclass, oid FROM pg_cast
