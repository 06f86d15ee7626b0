DO $$
BEGIN
  CREATE TABLE parcels (id bigint PRIMARY KEY, order_id bigint);
  CREATE INDEX ON parcels (order_id);
END $$;
