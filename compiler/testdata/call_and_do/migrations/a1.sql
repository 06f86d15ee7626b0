-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE TABLE log (what text);
CREATE PROCEDURE note(what text) LANGUAGE sql AS 'INSERT INTO log VALUES (what)';
CREATE PROCEDURE note_twice(what text) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log VALUES (what);
    COMMIT;
    INSERT INTO log VALUES (what);
END $$;
CALL note('in the transaction');
DO $$ BEGIN
    -- a comment: COMMIT;
    INSERT INTO log VALUES ('COMMIT; is text here');
END $$;
-- sqlbundle:notransaction
CALL note_twice('outside');
DO $do$
BEGIN
    FOR i IN 1..2 LOOP
        INSERT INTO log VALUES ('row ' || i);
        COMMIT;
    END LOOP;
END $do$;
-- sqlbundle:notransaction
DO LANGUAGE plpgsql 'BEGIN INSERT INTO log VALUES (''alone''); END';
INSERT INTO log VALUES ('last');

-- sqlbundle:down
DO $$ BEGIN
    IF (SELECT count(*) FROM log) <> 8 THEN RAISE EXCEPTION 'there are % rows', (SELECT count(*) FROM log); END IF;
END $$;
DROP PROCEDURE note(text);
DROP PROCEDURE note_twice(text);
DROP TABLE log;
