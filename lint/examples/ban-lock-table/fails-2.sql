LOCK TABLE ONLY public."orders", legacy IN SHARE ROW EXCLUSIVE MODE NOWAIT;
UPDATE orders SET status = 'x' WHERE id = 1;
