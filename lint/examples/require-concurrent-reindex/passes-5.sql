--- target 13
REINDEX TABLE events;
