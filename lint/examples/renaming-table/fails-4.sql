ALTER TABLE order_totals RENAME TO totals;
