--- history
CREATE TRIGGER "Touch" BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
--- revision
ALTER TABLE public.orders ADD COLUMN paid boolean, DISABLE TRIGGER "Touch";
UPDATE orders SET paid = true WHERE id = 1;
ALTER TABLE orders ENABLE TRIGGER "Touch";
