--- history
CREATE UNIQUE INDEX "Legacy N" ON legacy (n);
ALTER TABLE legacy ADD CONSTRAINT n_there CHECK (n IS NOT NULL) NOT VALID;
ALTER TABLE legacy SET SCHEMA app;
--- revision
ALTER TABLE app.legacy ADD CONSTRAINT "Legacy N" PRIMARY KEY USING INDEX "Legacy N";
