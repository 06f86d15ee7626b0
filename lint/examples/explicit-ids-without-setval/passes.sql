INSERT INTO users (id, email) OVERRIDING SYSTEM VALUE VALUES (5000, 'a@x');
SELECT setval(pg_get_serial_sequence('users', 'id'), 5000);
