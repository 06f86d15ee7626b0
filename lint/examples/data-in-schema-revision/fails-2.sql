--- revision
SELECT 1;
--- down
DELETE FROM public.legacy WHERE code = 'x';
DROP INDEX orders_status_idx;
