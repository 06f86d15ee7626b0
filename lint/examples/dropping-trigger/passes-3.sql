--- revision
CREATE TRIGGER touched BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();
--- down
DROP TRIGGER touched ON orders;
