--- revision no-transaction
VACUUM (VERBOSE, FULL true, ANALYZE) public.events;
