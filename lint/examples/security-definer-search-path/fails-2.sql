--- target 14
--- revision
CREATE OR REPLACE PROCEDURE app."Clean up"() LANGUAGE plpgsql SECURITY DEFINER SET search_path TO public, pg_temp AS $$
BEGIN
  DELETE FROM orders;
END $$;
