--- revision
CREATE TABLE app.s1 (id bigint PRIMARY KEY);
COMMENT ON TABLE app.s1 IS NULL;
--- revision
COMMENT ON TABLE app.s1 IS 'too late';
