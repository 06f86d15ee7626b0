--- target 17
--- history
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
--- revision
ALTER TABLE events_2024 SET ACCESS METHOD heap2;
