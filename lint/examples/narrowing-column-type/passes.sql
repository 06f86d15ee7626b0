--- revision
ALTER TABLE orders ADD CONSTRAINT orders_note_len CHECK (length(note) <= 100) NOT VALID;
--- revision
ALTER TABLE orders VALIDATE CONSTRAINT orders_note_len;
