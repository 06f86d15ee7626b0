ALTER TABEL users ADD COLUMN age int;
