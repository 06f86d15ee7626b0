CREATE INDEX ON order_totals (user_id);
