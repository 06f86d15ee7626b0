--- history
ALTER TABLE events_2024 ADD CONSTRAINT events_user_fk FOREIGN KEY (id) REFERENCES users (id);
ALTER TABLE events_2025 ADD CONSTRAINT events_user_fk FOREIGN KEY (id) REFERENCES users (id);
--- revision
ALTER TABLE events ADD CONSTRAINT events_user_fk FOREIGN KEY (id) REFERENCES users (id);
