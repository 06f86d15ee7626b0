--- history
CREATE TABLE app.lines (item bigint REFERENCES public.items (id));
--- revision
TRUNCATE public.orders, items RESTART IDENTITY CASCADE;
