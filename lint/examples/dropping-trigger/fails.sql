--- history
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
--- revision
DROP TRIGGER orders_touch ON orders;
