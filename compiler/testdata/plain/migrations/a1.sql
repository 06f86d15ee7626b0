-- a1
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up
-- One table,
-- two lines of comment.
CREATE TABLE accounts (
    id   int PRIMARY KEY, -- a number
    name text NOT NULL    /* what /* it */ is called */
); -- behind the statement

/* a block; with -- a semicolon */ CREATE VIEW names AS SELECT name FROM accounts
-- before the semicolon
;
INSERT INTO accounts VALUES (1, 'it''s; "one"'), (2, $$a $1; $$), (3, E'tab\t;');


COMMENT ON TABLE accounts IS 'ends
-- sqlbundle:down
here';
-- at the end of the section

-- sqlbundle:down
DROP VIEW names;DROP TABLE accounts
