package lint

import "fmt"

var preferJSONB = &Rule{
	ID: "prefer-jsonb", Title: "json values cannot be compared",
	Group: GroupStyle, Severity: Warning,
	Peers: []string{"eugene E3", "strong_migrations add_column_json"},
	Doc: "The type json keeps the text as it was written and has no equality: SELECT DISTINCT, GROUP BY and UNION over a row " +
		"with such a column fail, queries that worked before the column was there among them. jsonb compares, can be " +
		"indexed and is read without parsing. What json alone keeps are blanks, the order of the keys and keys that stand " +
		"there twice.",
	check: checkTypes(func(_ *pass, s *statement, t typing) typeVerdict {
		if t.element.Name != "json" {
			return typeVerdict{}
		}
		return typeVerdict{
			message: fmt.Sprintf("queries with DISTINCT, GROUP BY or UNION over %s will fail: json values cannot be compared", s.label(t)),
			help:    "use jsonb, unless the text must come back exactly as it was written",
			to:      "jsonb",
		}
	}),
}
