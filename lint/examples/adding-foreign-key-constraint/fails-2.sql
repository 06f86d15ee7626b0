SET search_path = app, public;
ALTER TABLE public.orders ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE;
