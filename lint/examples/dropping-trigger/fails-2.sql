--- history
CREATE TRIGGER "Touch" BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
--- revision
ALTER TRIGGER "Touch" ON public.orders RENAME TO touch;
