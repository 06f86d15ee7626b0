CREATE INDEX orders_ref_idx ON public.orders (ref);
ALTER TABLE "orders" ADD COLUMN paid boolean;
