CREATE TABLE public.s1 (u bigint REFERENCES users (id), FOREIGN KEY (u) REFERENCES "orders");
