SELECT set_config('lock_timeout', '5min', true);
ALTER TABLE orders ADD COLUMN paid boolean;
