--- revision
CREATE TABLE app.orders (id bigint);
--- revision
SET search_path = app, public;
CREATE TRIGGER touched BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();
