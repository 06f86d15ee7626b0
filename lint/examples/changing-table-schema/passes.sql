ALTER TABLE legacy SET SCHEMA app;
CREATE VIEW legacy AS SELECT * FROM app.legacy;
