-- a2
-- sqlbundle:revision a2
-- sqlbundle:revises a1

-- sqlbundle:up
INSERT INTO greetings VALUES ('${greeting}', '${unknown}');

-- sqlbundle:down
DELETE FROM greetings WHERE body LIKE '$%';
