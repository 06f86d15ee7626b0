package lint_test

import (
	"strings"
	"testing"
)

// What would part what belongs together is left, and the reason is said.
func TestFixLeaves(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"backfill": {
			"ALTER TABLE orders ADD COLUMN kind text;\nUPDATE orders SET kind = 'a';\nALTER TABLE orders ALTER COLUMN status SET NOT NULL;\n",
			"its transaction also changes rows of orders",
		},
		"trigger": {
			"DROP TRIGGER t ON orders;\nCREATE UNIQUE INDEX orders_ref ON orders (ref);\n" +
				"CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();\n",
			"others would miss what is there in the end: trigger",
		},
		"swap": {
			"ALTER TABLE orders RENAME TO old_orders;\nCREATE UNIQUE INDEX old_ref ON old_orders (ref);\n" +
				"CREATE TABLE orders (id bigint);\n",
			"others would miss what is there in the end: ",
		},
		"rows on both sides": {
			"UPDATE users SET age = 1;\nCREATE INDEX orders_ref ON orders (ref);\nDELETE FROM legacy WHERE n = 1;\n",
			"what stands before it and behind it in its transaction belongs together",
		},
		"default behind": {
			"ALTER TABLE orders ALTER COLUMN status SET NOT NULL;\nALTER TABLE orders ALTER COLUMN status SET DEFAULT 'new';\n",
			"others would miss what is there in the end: column public.orders.status default",
		},
		"setting": {
			"SET LOCAL search_path = public;\nCREATE INDEX orders_ref ON orders (ref);\n",
			"what SET does before it holds in one transaction only",
		},
		"by hand": {
			"BEGIN;\nCREATE INDEX orders_ref ON orders (ref);\nCOMMIT;\n",
			"it stands between BEGIN and COMMIT, which this would part",
		},
		"comment": {
			"ALTER TABLE orders ADD /* why */ CONSTRAINT c CHECK (ref > 0);\n",
			"a comment inside of the statement would be lost",
		},
	} {
		t.Run(name, func(t *testing.T) {
			history := "--- history\nCREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();\n--- revision\n"
			fixed := failing{example: parseExample(history + test.text)}.fix(t, nil)
			var got strings.Builder
			for _, l := range fixed.Left {
				got.WriteString(l.Rule + ": " + l.Why + "\n")
			}
			if !strings.Contains(got.String(), test.want) {
				t.Errorf("left is %q, mended to %q", got.String(), fixed.Texts)
			}
		})
	}
}

// A default goes out before what makes it needed.
func TestFixSetsDefaultFirst(t *testing.T) {
	e := failing{example: parseExample("ALTER TABLE orders\n  ALTER status SET DEFAULT 'new',\n  ALTER status SET NOT NULL,\n  ALTER ref SET NOT NULL;\n")}
	fixed := e.fix(t, nil)
	text := fixed.Texts["m/002.sql"]
	first, second := strings.Index(text, "SET DEFAULT"), strings.Index(text, "NOT VALID")
	if first < 0 || second < first || len(fixed.Left) > 0 || len(fixed.Taken) != 2 {
		t.Errorf("%d mended, left %v:\n%s", len(fixed.Taken), fixed.Left, text)
	}
}
