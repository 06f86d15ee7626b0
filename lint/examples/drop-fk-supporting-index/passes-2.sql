ALTER TABLE items DROP CONSTRAINT items_order_fk;
DROP INDEX CONCURRENTLY items_order_id_idx;
