DROP TABLE IF EXISTS app.gone, legacy;
