--- revision no-transaction
SET search_path = public;
ALTER TABLE IF EXISTS ONLY "events" DETACH PARTITION public.events_2024;
