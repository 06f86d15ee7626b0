--- target 13
DROP TABLE IF EXISTS public."events_2024", legacy;
