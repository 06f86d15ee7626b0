ALTER TABLE public."orders" ADD "Boxes" int DEFAULT 1 CONSTRAINT "Pos" CHECK ("Boxes" > 0) CHECK ("Boxes" < total), DROP COLUMN note;
