package oracle

// tables are the states in which item is a table that holds rows, of every kind.
var tables = []string{
	"plain", "partitioned", "partition", "parent", "child", "referenced", "referencing", "self",
	"unlogged", "temporary", "viewed", "computed", "indexed", "of types", "typed", "busy", "checked",
	"empty", "nested", "hashed", "quoted",
}

// shared opens the setup of every state.
const shared = `
CREATE TABLE other (id int PRIMARY KEY, code varchar(20) UNIQUE);
INSERT INTO other SELECT g, 'c' || g FROM generate_series(1, 300) g;
CREATE SCHEMA app;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
`

// Parts of setups: the columns of item, its rows, and what follows them.
const (
	columns = `id bigint, a int, b text, c varchar(20), n int NOT NULL, d date NOT NULL`
	values  = `SELECT g, g, 'b' || g, 'c' || g, g, date '2024-01-01' + g FROM generate_series(1, 200) g;`
	fill    = `
INSERT INTO item (id, a, b, c, n, d) ` + values
	finish = `
CREATE INDEX item_a ON item (a);
ANALYZE;
`
	plainTable = `CREATE TABLE item (` + columns + `, PRIMARY KEY (id));` + fill + finish
)

// states are the databases, but for those of type changes.
var states = []state{
	{name: "plain", setup: plainTable},
	{name: "partitioned", setup: `
CREATE TABLE item (` + columns + `, PRIMARY KEY (id, d)) PARTITION BY RANGE (d);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM ('2024-01-01') TO ('2024-04-01');
CREATE TABLE item_2 PARTITION OF item FOR VALUES FROM ('2024-04-01') TO ('2024-06-01');
CREATE TABLE item_rest PARTITION OF item DEFAULT;
CREATE TABLE loose (` + columns + `);
CREATE TABLE loose_checked (` + columns + `, CHECK (d >= '2025-01-01' AND d < '2025-04-01'));
` + fill + finish},
	{name: "ranged", setup: `
CREATE TABLE item (` + columns + `) PARTITION BY RANGE (d);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM ('2024-01-01') TO ('2024-04-01');
CREATE TABLE item_2 PARTITION OF item FOR VALUES FROM ('2024-04-01') TO ('2025-01-01');
CREATE TABLE loose (` + columns + `);
CREATE TABLE loose_checked (` + columns + `, CHECK (d >= '2025-01-01' AND d < '2025-04-01'));
CREATE TABLE loose_keyed (` + columns + `, PRIMARY KEY (id, d));
CREATE INDEX ON loose_keyed (a);
CREATE TABLE loose_short (id bigint, d date NOT NULL);
` + fill + finish},
	{name: "partition", setup: `
CREATE TABLE whole (` + columns + `, PRIMARY KEY (id, d)) PARTITION BY RANGE (d);
CREATE TABLE item PARTITION OF whole FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE whole_2 PARTITION OF whole FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE whole_rest PARTITION OF whole DEFAULT;
` + fill + finish},
	{name: "parent", setup: `
CREATE TABLE item (` + columns + `, PRIMARY KEY (id));
CREATE TABLE item_child (extra text) INHERITS (item);
CREATE TABLE item_grandchild (more int) INHERITS (item_child);
CREATE INDEX item_child_a ON item_child (a);
INSERT INTO item_child ` + values + fill + finish},
	{name: "child", setup: `
CREATE TABLE base (id bigint, a int, b text);
CREATE TABLE item (c varchar(20), n int NOT NULL, d date NOT NULL, PRIMARY KEY (id)) INHERITS (base);
INSERT INTO base SELECT g, g, 'b' || g FROM generate_series(1, 20) g;
` + fill + finish},
	{name: "referenced", setup: plainTable + `
ALTER TABLE item ADD UNIQUE (n);
CREATE TABLE buyer (id int PRIMARY KEY, item_id bigint REFERENCES item ON DELETE CASCADE);
CREATE TABLE note (item_n int REFERENCES item (n));
INSERT INTO buyer SELECT g, g FROM generate_series(1, 50) g;
INSERT INTO note SELECT g FROM generate_series(1, 50) g;
CREATE INDEX buyer_item ON buyer (item_id);
`},
	{name: "referencing", setup: plainTable + `
ALTER TABLE item ADD CONSTRAINT item_a_fk FOREIGN KEY (a) REFERENCES other,
  ADD CONSTRAINT item_c_fk FOREIGN KEY (c) REFERENCES other (code) ON UPDATE CASCADE;
`},
	{name: "self", setup: plainTable + `
ALTER TABLE item ADD CONSTRAINT item_a_fk FOREIGN KEY (a) REFERENCES item;
`},
	{name: "unlogged", setup: `CREATE UNLOGGED TABLE item (` + columns + `, PRIMARY KEY (id));` + fill + finish},
	{name: "temporary", session: `CREATE TEMP TABLE item (` + columns + `, PRIMARY KEY (id));` + fill + `
CREATE INDEX item_a ON item (a);
ANALYZE item;
`},
	{name: "viewed", setup: plainTable + `
CREATE VIEW item_view AS SELECT id, a, b FROM item WHERE n > 0;
CREATE VIEW item_view_2 AS SELECT id, a FROM item_view;
CREATE MATERIALIZED VIEW item_mat AS SELECT n, c FROM item;
CREATE UNIQUE INDEX item_mat_n ON item_mat (n);
`},
	{name: "computed", setup: `
CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, b text, c varchar(20),
  n int NOT NULL DEFAULT 0, d date NOT NULL, e int GENERATED ALWAYS AS (n + 1) STORED, s serial);
INSERT INTO item (a, b, c, n, d) SELECT a, b, c, n, d FROM (` + `SELECT g AS a, 'b' || g AS b, 'c' || g AS c, g AS n, date '2024-01-01' + g AS d FROM generate_series(1, 200) g) v;
CREATE INDEX item_e ON item (e);
` + finish},
	{name: "indexed", setup: plainTable + `
CREATE UNIQUE INDEX item_n ON item (n);
CREATE INDEX item_hash ON item USING hash (b);
CREATE INDEX item_pattern ON item (b text_pattern_ops);
CREATE INDEX item_lower ON item (lower(b));
CREATE INDEX item_partial ON item (a) WHERE n > 10;
CREATE INDEX item_include ON item (n) INCLUDE (a, c);
CREATE INDEX item_brin ON item USING brin (d);
CREATE INDEX item_two ON item (a, c DESC NULLS LAST);
CREATE INDEX item_words ON item USING gin (to_tsvector('simple'::regconfig, b));
ALTER TABLE item ADD CONSTRAINT item_c_key UNIQUE (c);
ALTER TABLE item ADD CONSTRAINT item_apart EXCLUDE USING gist (int8range(id, id + 1) WITH &&);
CREATE STATISTICS item_stat ON a, n FROM item;
ALTER TABLE item CLUSTER ON item_a;
ALTER TABLE item REPLICA IDENTITY USING INDEX item_n;
`},
	{name: "of types", setup: `
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN label AS text;
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE TYPE size AS (width int, height int);
CREATE TABLE item (id bigint PRIMARY KEY, a positive, b label, c varchar(20), n int NOT NULL, d date NOT NULL,
  m mood DEFAULT 'low', p size, r int[]);
CREATE INDEX item_m ON item (m);
CREATE INDEX item_b ON item (b);
` + fill + finish},
	{name: "typed", setup: `
CREATE TYPE item_type AS (id bigint, a int, b text, c varchar(20), n int, d date);
CREATE TABLE item OF item_type (PRIMARY KEY (id), n NOT NULL, d NOT NULL);
` + fill + finish},
	{name: "busy", setup: plainTable + `
CREATE TRIGGER item_before BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER item_after AFTER UPDATE OF a ON item FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION touch();
CREATE RULE item_rule AS ON DELETE TO item DO ALSO NOTHING;
CREATE POLICY item_policy ON item FOR SELECT USING (b IS NOT NULL);
ALTER TABLE item ENABLE ROW LEVEL SECURITY;
CREATE PUBLICATION item_publication FOR TABLE item;
GRANT SELECT ON item TO oracle_role;
`},
	{name: "checked", setup: plainTable + `
ALTER TABLE item ADD CONSTRAINT item_a_there CHECK (a IS NOT NULL), ADD CONSTRAINT item_n_positive CHECK (n > 0),
  ADD CONSTRAINT item_c_there CHECK (c IS NOT NULL AND c <> ''), ADD CONSTRAINT item_b_or CHECK (b IS NOT NULL OR n > 0);
ALTER TABLE item ADD CONSTRAINT item_b_there CHECK (b IS NOT NULL) NOT VALID,
  ADD CONSTRAINT item_a_fk FOREIGN KEY (a) REFERENCES other NOT VALID;
`},
	{name: "empty", setup: `CREATE TABLE item (` + columns + `, PRIMARY KEY (id));` + finish},
	{name: "nested", setup: `
CREATE TABLE item (` + columns + `, PRIMARY KEY (id, d, n)) PARTITION BY RANGE (d);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM ('2024-01-01') TO ('2024-04-01') PARTITION BY LIST (n);
CREATE TABLE item_1_few PARTITION OF item_1 FOR VALUES IN (1, 2, 3);
CREATE TABLE item_1_rest PARTITION OF item_1 DEFAULT;
CREATE TABLE item_2 PARTITION OF item FOR VALUES FROM ('2024-04-01') TO (MAXVALUE);
` + fill + finish},
	{name: "hashed", setup: `
CREATE TABLE item (` + columns + `, PRIMARY KEY (id), FOREIGN KEY (a) REFERENCES other) PARTITION BY HASH (id);
CREATE TABLE item_1 PARTITION OF item FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE item_2 PARTITION OF item FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE line (item_id bigint REFERENCES item);
` + fill + finish},
	{name: "quoted", table: `"Odd"."Order"`, setup: `
CREATE SCHEMA "Odd";
SET search_path = "Odd", public;
` + plainTable + `
ALTER TABLE item RENAME TO "Order";
CREATE VIEW "Order View" AS SELECT id, a FROM "Order";
RESET search_path;
`},
	{name: "foreign", setup: `
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER away FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE item (` + columns + `) SERVER away;
CREATE FOREIGN TABLE item_child () INHERITS (item) SERVER away;
`},
	{name: "view", setup: `
CREATE TABLE source (` + columns + `, PRIMARY KEY (id));
INSERT INTO source ` + values + `
CREATE VIEW item AS SELECT id, a, b, c, n, d FROM source;
CREATE VIEW item_view AS SELECT id, a FROM item;
`},
	{name: "materialized", setup: `
CREATE TABLE source (` + columns + `, PRIMARY KEY (id));
INSERT INTO source ` + values + `
CREATE MATERIALIZED VIEW item AS SELECT id, a, b, c, n, d FROM source;
CREATE UNIQUE INDEX item_id ON item (id);
CREATE INDEX item_a ON item (a);
CREATE VIEW item_view AS SELECT id, a FROM item;
`},
	{name: "objects", setup: objects},
}
