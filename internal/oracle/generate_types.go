package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// typeFamily are types that are changed into one another without USING. value
// is an expression over the number g that each of them can be assigned, by way
// of text.
type typeFamily struct {
	value string
	types []string
}

var typeFamilies = []typeFamily{
	{"(g % 9)::text", []string{"text", "varchar(10)", "varchar(20)", "varchar", "char(5)", "char(10)", "name", `"char"`, "citext"}},
	{"g::text", []string{"smallint", "int", "bigint", "numeric", "numeric(10,2)", "numeric(12,2)", "numeric(12,4)", "real", "float8", "oid"}},
	{"(timestamptz '2024-01-01' + g * interval '1 day')::text", []string{
		"date", "timestamp", "timestamp(3)", "timestamptz", "timestamptz(3)", "time", "time(3)", "timetz",
	}},
	{"(g * interval '1 day')::text", []string{"interval", "interval(3)", "interval day to second"}},
	{"g::bit(3)::text", []string{"bit(3)", "bit(8)", "varbit", "varbit(3)", "varbit(10)"}},
	{"to_json(g)::text", []string{"json", "jsonb"}},
	{"'10.0.0.' || g % 200", []string{"inet", "cidr"}},
	{"'{' || g || '}'", []string{"int[]", "bigint[]", "text[]", "varchar(10)[]", "varchar[]"}},
}

// typeTable is a table with a column v, and what hangs on it.
type typeTable struct{ name, setup string }

// unordered can be had for every type, ordered for those with an order.
var (
	unordered = []typeTable{
		{"bare", ""},
		{"checked", "ALTER TABLE checked ADD CHECK (v IS NOT NULL);"},
		{"partial", "CREATE INDEX partial_id ON partial (id) WHERE v IS NOT NULL;"},
		{"covering", "CREATE INDEX covering_id ON covering (id) INCLUDE (v);"},
		{"expressed", "CREATE INDEX expressed_v ON expressed ((v IS NULL));"},
	}
	ordered = []typeTable{
		{"indexed", "CREATE INDEX indexed_v ON indexed (v);"},
		{"uniq", "ALTER TABLE uniq ADD UNIQUE (id, v);"},
		{"hung", `ALTER TABLE hung ALTER v SET NOT NULL;
CREATE STATISTICS hung_stat ON id, v FROM hung;
ALTER TABLE hung ADD CHECK (v IS NOT NULL) NOT VALID;`},
		{"cut", ""},
	}
)

func typeTables(of string) []typeTable {
	if of == "json" {
		return unordered
	}
	return append(slices.Clone(ordered), unordered...)
}

// typeState is the database for the changes of one type: the tables above, of
// which cut is partitioned.
func typeState(from, value string) state {
	var b strings.Builder
	if from == "citext" {
		b.WriteString("CREATE EXTENSION citext;\n")
	}
	for _, t := range typeTables(from) {
		suffix := ""
		if t.name == "cut" {
			suffix = " PARTITION BY RANGE (id); CREATE TABLE cut_1 PARTITION OF cut DEFAULT; CREATE INDEX cut_v ON cut (id, v)"
		}
		cast := fmt.Sprintf("(%s)::%s", value, from)
		if from == "date" || strings.HasPrefix(from, "time") {
			cast = fmt.Sprintf("(%s)::timestamptz::%s", value, from)
		}
		fmt.Fprintf(&b, "CREATE TABLE %[1]s (id int, v %[2]s)%[3]s;\nINSERT INTO %[1]s SELECT g, %[4]s FROM generate_series(1, 40) g;\n%[5]s\n",
			t.name, from, suffix, cast, t.setup)
	}
	return state{name: from, setup: b.String()}
}

// typeCases change each type into each one of its family, on the first of its
// tables and on another one, which take turns.
func typeCases() []Case {
	var cases []Case
	turn := 0
	for _, family := range typeFamilies {
		for _, from := range family.types {
			s := typeState(from, family.value)
			if from != "citext" && strings.HasPrefix(family.value, "(g % 9)") {
				s.setup += "CREATE EXTENSION citext;\n"
			}
			for _, to := range family.types {
				turn++
				choice := typeTables(from)
				names := []string{choice[0].name, choice[1+turn%(len(choice)-1)].name}
				for _, name := range names {
					cases = append(cases, s.measured("column-type", "ALTER TABLE "+name+" ALTER COLUMN v TYPE "+to))
				}
			}
		}
	}
	return append(cases, zoneCases()...)
}

// zoneCases change times with and without a zone under settings of TimeZone.
func zoneCases() []Case {
	var cases []Case
	value := typeFamilies[2].value
	for _, zone := range []string{"UTC", "Etc/UTC", "GMT", "Europe/London", "America/New_York", "UTC+0", "Africa/Abidjan"} {
		before := "SET LOCAL TimeZone = '" + zone + "'"
		for _, change := range [][2]string{{"timestamp", "timestamptz"}, {"timestamptz", "timestamp"}, {"timestamp(3)", "timestamptz(3)"}, {"timestamptz", "timestamptz(3)"}} {
			c := typeState(change[0], value).measured("column-type", "ALTER TABLE indexed ALTER COLUMN v TYPE "+change[1])
			cases = append(cases, with(before, []Case{c})...)
		}
	}
	return cases
}

// castCases change types by USING, and to types that no cast leads to.
func castCases() []Case {
	var cases []Case
	values := map[string]string{"int": "g::text", "text": "g::text", "jsonb": "to_json(g)::text", "boolean": "(g % 2)::text"}
	for _, from := range []string{"int", "text", "jsonb", "boolean"} {
		s := typeState(from, values[from])
		s.name += " cast"
		var stmts []string
		for _, to := range []string{"int", "text", "varchar(5)", "jsonb", "boolean", "numeric", "int[]", "uuid", "missing", "date"} {
			stmts = append(stmts, "ALTER TABLE bare ALTER COLUMN v TYPE "+to)
		}
		stmts = append(stmts, each("ALTER TABLE indexed ALTER COLUMN v TYPE *",
			"text USING v::text", "varchar USING v::text::varchar", "int USING id", "text USING NULL", "bigint USING length(v::text)",
			"text USING 'x' || v", from+" USING v", from+" USING (v)::"+from, from+" USING (v)", "text USING coalesce(v::text, '')",
			"int USING random()::int", "text USING (SELECT 'x')",
		)...)
		for _, stmt := range stmts {
			cases = append(cases, s.measured("column-type", stmt))
		}
	}
	return cases
}
