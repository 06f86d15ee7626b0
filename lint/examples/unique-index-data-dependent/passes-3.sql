--- revision
DELETE FROM public.orders WHERE id NOT IN (SELECT min(id) FROM orders GROUP BY "ref", STATUS);
--- revision
ALTER TABLE orders ADD CONSTRAINT orders_ref_status UNIQUE (ref, status);
