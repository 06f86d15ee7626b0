SET SESSION session_replication_role = replica;
UPDATE orders SET status = 'x' WHERE id = 1;
--- down
SET TIME ZONE 'UTC';
UPDATE orders SET status = 'y' WHERE id = 1;
