ALTER TABLE legacy ADD COLUMN "At" timestamp(3) without time zone[] DEFAULT '{}', ADD COLUMN m int;
