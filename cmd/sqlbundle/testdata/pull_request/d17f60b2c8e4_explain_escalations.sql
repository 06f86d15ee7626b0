-- Explain escalations
--
-- sqlbundle:revision d17f60b2c8e4
-- sqlbundle:revises b5a8c3e19d70
-- sqlbundle:ticket HELP-301

-- sqlbundle:up
COMMENT ON TABLE escalations IS 'One row for each time that a ticket went up a level';

-- sqlbundle:down
COMMENT ON TABLE escalations IS NULL;
