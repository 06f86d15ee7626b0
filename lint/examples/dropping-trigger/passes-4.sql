--- history
CREATE TRIGGER touched INSTEAD OF INSERT ON active_users FOR EACH ROW EXECUTE FUNCTION touch();
--- revision
DROP TRIGGER touched ON active_users;
