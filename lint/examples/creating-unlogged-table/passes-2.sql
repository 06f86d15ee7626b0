--- revision
CREATE UNLOGGED TABLE IF NOT EXISTS app.load (k text);
CREATE UNLOGGED TABLE IF NOT EXISTS orders (k text);
--- revision
ALTER TABLE app.load RENAME TO loaded;
--- revision
ALTER TABLE app.loaded SET LOGGED;
