-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
INSERT INTO log (what) VALUES (coalesce(nullif(current_setting('app.a', true), ''), 'nothing'));
CREATE TRIGGER fires BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION fires();
INSERT INTO log (what) VALUES ('fired');

-- sqlbundle:down
DROP TRIGGER fires ON log;
