CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL,
  name varchar(50),
  age int,
  bio text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint,
  ref int,
  status text,
  total numeric(10,2),
  note varchar(200),
  placed_at timestamp
);
CREATE INDEX orders_status_idx ON orders (status);
CREATE TABLE items (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL CONSTRAINT items_order_fk REFERENCES orders (id),
  sku text,
  qty int
);
CREATE INDEX items_order_id_idx ON items (order_id);
CREATE TABLE events (id bigint NOT NULL, day date NOT NULL, kind text) PARTITION BY RANGE (day);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE VIEW active_users AS SELECT id, email FROM users;
CREATE MATERIALIZED VIEW order_totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE diary (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood, body json);
CREATE DOMAIN email_addr AS text;
CREATE TABLE contacts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, addr email_addr);
CREATE TABLE legacy (code text, n int);
CREATE SCHEMA app;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
INSERT INTO users (email, name, age) SELECT 'u' || g || '@x', 'n', 20 FROM generate_series(1, 100) g;
INSERT INTO orders (user_id, ref, status, total) SELECT g, g, 'new', g FROM generate_series(1, 100) g;
INSERT INTO items (order_id, sku, qty) SELECT g, 's' || g, 1 FROM generate_series(1, 100) g;
INSERT INTO events SELECT g, date '2024-01-01' + g, 'k' FROM generate_series(0, 500) g;
INSERT INTO diary (mood) VALUES ('sad');
INSERT INTO contacts (addr) VALUES ('a@x');
INSERT INTO legacy VALUES ('a', 1), ('b', 2);
