ALTER TABLE events ADD COLUMN source text;
UPDATE events e SET source = 'web' WHERE e.kind <> 'k';
