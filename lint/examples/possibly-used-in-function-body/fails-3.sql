--- history
CREATE FUNCTION sums() RETURNS numeric LANGUAGE plpgsql AS $$ DECLARE r numeric; BEGIN SELECT sum(n) INTO r FROM legacy; RETURN r; END $$;
--- revision
ALTER TABLE legacy RENAME TO old_codes;
