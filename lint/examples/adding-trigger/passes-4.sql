--- revision
CREATE TABLE notes (id bigint);
CREATE TRIGGER touched BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION touch();
--- down
DROP TRIGGER touched ON notes;
CREATE TRIGGER touched AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION touch();
