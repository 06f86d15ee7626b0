CREATE INDEX events_2024_kind ON ONLY events_2024 (kind);
CREATE UNIQUE INDEX ON public.events (id, day);
