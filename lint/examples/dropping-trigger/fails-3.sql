--- history
CREATE TRIGGER touched BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch();
--- revision
DROP TRIGGER IF EXISTS touched ON events CASCADE;
