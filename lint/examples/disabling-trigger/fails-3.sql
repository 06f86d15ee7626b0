SET session_replication_role TO 'replica';
UPDATE orders SET status = 'x' WHERE id = 1;
RESET session_replication_role;
