--- revision
SELECT 1;
--- down
WITH gone AS (DELETE FROM public."items" WHERE 1 = 1 RETURNING *) INSERT INTO legacy SELECT sku, qty FROM gone;
