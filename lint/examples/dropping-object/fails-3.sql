--- history
CREATE TYPE app."Size" AS ENUM ('s', 'l');
CREATE SEQUENCE app.numbers;
--- revision
DROP TYPE IF EXISTS app."Size";
DROP SEQUENCE app.numbers;
DROP MATERIALIZED VIEW order_totals;
