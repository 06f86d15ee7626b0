-- The pairs of types of which the server takes one for the other as it stands. A
-- function in the language internal may take every pseudo-type; none is called.
CREATE TYPE target AS ENUM ();
CREATE TABLE pair (line text);
DO $do$
DECLARE
    source text;
    argument text;
BEGIN
    FOREACH argument IN ARRAY TARGETS::text[] LOOP
        EXECUTE format('CREATE FUNCTION convert(pg_catalog.%I) RETURNS target LANGUAGE internal AS ''now''', argument);
        FOREACH source IN ARRAY SOURCES::text[] LOOP
            BEGIN
                EXECUTE format('CREATE CAST (pg_catalog.%I AS target) WITH FUNCTION convert(pg_catalog.%I)', source, argument);
                INSERT INTO pair VALUES (source || ' ' || argument);
                EXECUTE format('DROP CAST (pg_catalog.%I AS target)', source);
            EXCEPTION WHEN invalid_object_definition THEN
                NULL; -- not coercible
            END;
        END LOOP;
        EXECUTE format('DROP FUNCTION convert(pg_catalog.%I)', argument);
    END LOOP;
END
$do$;
SELECT line FROM pair
