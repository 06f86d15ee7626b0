DROP TABLE events_2024, events_2025, events;
