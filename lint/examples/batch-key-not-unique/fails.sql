-- sqlbundle:batch key=note size=5000
UPDATE orders SET status = 'open' WHERE status IS NULL;
