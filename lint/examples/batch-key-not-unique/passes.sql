-- sqlbundle:batch key=id size=5000
UPDATE orders SET note = 'none' WHERE note IS NULL;
