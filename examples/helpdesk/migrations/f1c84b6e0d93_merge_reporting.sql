-- Merge reporting
--
-- The reporting team moves in with the product team; from here on there is one
-- line again.
--
-- sqlbundle:revision f1c84b6e0d93
-- sqlbundle:revises 3b7ec90a51df, rep005
-- sqlbundle:created 2026-07-06T09:00:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-134

-- sqlbundle:up

-- sqlbundle:down
