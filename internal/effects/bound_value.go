package effects

import (
	"math/big"
	"slices"
	"strings"
	"time"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// value is a constant in a bound or a CHECK.
type value struct {
	text string
	// cast is the type that the statement gives it; empty for none.
	cast string
	null bool
	// infinite is -1 for MINVALUE, 1 for MAXVALUE.
	infinite int
}

// constant is the value of a node that is one.
func constant(n *pgsql.Node) (v value, ok bool) {
	for n.GetTypeCast() != nil {
		_, name := catalog.Split(n.GetTypeCast().GetTypeName().GetNames())
		if len(n.GetTypeCast().GetTypeName().GetArrayBounds()) > 0 {
			return value{}, false
		}
		v.cast, n = name, n.GetTypeCast().GetArg()
	}
	c := n.GetAConst()
	if c == nil {
		return value{}, false
	}
	switch x := c.Val.(type) {
	case *pg.A_Const_Ival:
		v.text = big.NewInt(int64(x.Ival.Ival)).String()
	case *pg.A_Const_Fval:
		v.text = x.Fval.Fval
	case *pg.A_Const_Sval:
		v.text = x.Sval.Sval
	case *pg.A_Const_Boolval:
		v.text = "f"
		if x.Boolval.Boolval {
			v.text = "t"
		}
	default:
		v.null = c.Isnull
		return v, c.Isnull
	}
	return v, true
}

// boundValue is one value of FROM, TO or IN.
func boundValue(n *pgsql.Node) (value, bool) {
	if names := catalog.Strings(n.GetColumnRef().GetFields()); len(names) == 1 {
		switch names[0] {
		case "minvalue":
			return value{infinite: -1}, true
		case "maxvalue":
			return value{infinite: 1}, true
		}
	}
	return constant(n)
}

// compareValues compares two constants as values of a type; ok is false where
// that takes more than the text shows, as the order of a collation.
func (r *run) compareValues(t catalog.Type, a, b value) (order int, ok bool) {
	if a.infinite != 0 || b.infinite != 0 {
		return a.infinite - b.infinite, true
	}
	if a.null || b.null || !comparable(t, a.cast) || !comparable(t, b.cast) {
		return 0, false
	}
	if d := r.DataType(r.Bottom(t)); d != nil && d.Kind == 'e' {
		i, j := slices.Index(d.Labels, a.text), slices.Index(d.Labels, b.text)
		return i - j, i >= 0 && j >= 0
	}
	switch r.Bottom(t).Name {
	case "int2", "int4", "int8", "numeric", "float4", "float8", "oid", "money":
		return compareNumbers(a.text, b.text)
	case "date", "timestamp", "timestamptz":
		return r.compareTimes(a.text, b.text)
	case "bool":
		x, y := truth(a.text), truth(b.text)
		return strings.Compare(x, y), x != "" && y != ""
	case "uuid":
		return strings.Compare(plainUUID(a.text), plainUUID(b.text)), true
	}
	if a.text == b.text {
		return 0, true
	}
	// Which of two texts comes first is the collation's business; lower-case
	// words and digits stand in the same order in all of them.
	return strings.Compare(a.text, b.text), simpleText(a.text) && simpleText(b.text)
}

// different tells whether two constants surely are not the same value.
func (r *run) different(t catalog.Type, a, b value) bool {
	if order, ok := r.compareValues(t, a, b); ok {
		return order != 0
	}
	switch r.Bottom(t).Name {
	case "text", "varchar", "name":
		return !a.null && !b.null && a.text != b.text
	}
	return false
}

// comparable tells whether a constant under a cast can be compared with values of
// a type without regard to the session: timestamptz and date cannot.
func comparable(t catalog.Type, cast string) bool {
	zoned := func(name string) bool { return name == "timestamptz" }
	timely := cast == "date" || cast == "timestamp" || cast == "timestamptz"
	return !timely || zoned(t.Name) == zoned(cast)
}

func compareNumbers(a, b string) (int, bool) {
	x, ok := new(big.Rat).SetString(strings.TrimSpace(a))
	y, also := new(big.Rat).SetString(strings.TrimSpace(b))
	if !ok || !also || len(a) > 40 || len(b) > 40 {
		return 0, false
	}
	return x.Cmp(y), true
}

// compareTimes compares dates and times in ISO 8601. One with a zone and one
// without can only be compared where the session's zone is known.
func (r *run) compareTimes(a, b string) (int, bool) {
	x, xZone, ok := parseTime(a)
	y, yZone, also := parseTime(b)
	utc := strings.EqualFold(r.Session.TimeZone, "UTC") || strings.EqualFold(r.Session.TimeZone, "GMT")
	if !ok || !also || xZone != yZone && !utc {
		return 0, false
	}
	return x.Compare(y), true
}

// timeLayouts are the forms of dates and times that are understood.
var timeLayouts = []struct {
	layout string
	zone   bool
}{
	{"2006-1-2", false},
	{"2006-1-2 15:04", false},
	{"2006-1-2 15:04:05.999999", false},
	{"2006-1-2 15:04:05.999999Z07", true},
	{"2006-1-2 15:04:05.999999Z07:00", true},
	{"2006-1-2 15:04Z07", true},
	{"2006-1-2 15:04:05.999999 MST", true},
}

func parseTime(text string) (t time.Time, zone, ok bool) {
	text = strings.Replace(strings.TrimSpace(text), "T", " ", 1)
	for _, l := range timeLayouts {
		if strings.HasSuffix(l.layout, "MST") && !strings.HasSuffix(text, " UTC") {
			continue
		}
		if t, err := time.Parse(l.layout, text); err == nil {
			return t, l.zone, true
		}
	}
	return time.Time{}, false, false
}

func truth(text string) string {
	switch strings.ToLower(text) {
	case "t", "true", "on", "yes", "1", "y":
		return "t"
	case "f", "false", "off", "no", "0", "n":
		return "f"
	}
	return ""
}

func plainUUID(text string) string {
	return strings.NewReplacer("-", "", "{", "", "}", "").Replace(strings.ToLower(text))
}

func simpleText(text string) bool {
	letters, digits := true, true
	for _, c := range []byte(text) {
		letters = letters && c >= 'a' && c <= 'z'
		digits = digits && c >= '0' && c <= '9'
	}
	return letters || digits
}
