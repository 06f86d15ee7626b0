package catalog

import (
	"strconv"
	"strings"

	"sqlbundle/internal/pgsql"
)

// sqlNames are the built-in types that format_type writes by other names than
// their own. What stands behind the % comes behind the modifiers.
var sqlNames = map[string]string{
	"interval": "interval", "numeric": "numeric", "bool": "boolean", "int2": "smallint", "int4": "integer", "int8": "bigint",
	"float4": "real", "float8": "double precision", "varchar": "character varying", "varbit": "bit varying",
	"time": "time% without time zone", "timetz": "time% with time zone",
	"timestamp": "timestamp% without time zone", "timestamptz": "timestamp% with time zone",
}

// FormatType writes a type as the server's format_type does with an empty
// search_path: "character varying(20)", "timestamp(3) with time zone",
// "app.mood[]". A type that nobody knows is "?" (format_type_extended,
// format_type.c, PostgreSQL 16).
func (c *Catalog) FormatType(t Type) string {
	name := t.Name
	switch o := c.Object(t.OID).(type) {
	case nil:
		if name == "" {
			return "?" + strings.Repeat("[]", btoi(t.Array))
		}
		name = builtinName(t)
	default:
		name = c.QualifiedName(o) + "%"
	}
	if !strings.Contains(name, "%") {
		name += "%"
	}
	name = strings.Replace(name, "%", formatMods(t), 1)
	if t.Array {
		name += "[]"
	}
	return name
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// builtinName is a built-in type's name. bpchar and bit without a length are
// not char and bit, which have the length 1.
func builtinName(t Type) string {
	switch name := sqlNames[t.Name]; {
	case name != "":
		return name
	case t.Name == "bpchar" && len(t.Mods) > 0:
		return "character"
	case t.Name == "bit" && len(t.Mods) > 0:
		return "bit"
	}
	return pgsql.QuoteIdent(t.Name)
}

// formatMods writes the modifiers as the type's typmodout does.
func formatMods(t Type) string {
	mods := make([]string, len(t.Mods))
	for i, m := range t.Mods {
		mods[i] = strconv.Itoa(int(m))
	}
	switch {
	case t.OID == 0 && t.Name == "interval" && len(t.Mods) > 0:
		return intervalMods(t.Mods)
	case t.OID == 0 && t.Name == "numeric" && len(mods) == 1:
		mods = append(mods, "0")
	case t.OID == 0 && strings.HasPrefix(t.Name, "time") && len(mods) == 1:
		// The server keeps six digits at most.
		mods[0] = strconv.Itoa(int(min(t.Mods[0], maxPrecision)))
	case t.Words != "" && len(mods) > 0:
		return "(" + t.Words + "," + strings.Join(mods, ",") + ")"
	case t.Words != "":
		return "(" + t.Words + ")"
	}
	if len(mods) == 0 {
		return ""
	}
	return "(" + strings.Join(mods, ",") + ")"
}

// maxPrecision is that of times, timestamps and intervals (datetime.h).
const maxPrecision = 6

// fullRange is the first modifier of an interval that names no fields
// (timestamp.h).
const fullRange = 0x7FFF

// intervalFields are the fields' names by the bits of the modifier (datetime.h,
// dt.h).
var intervalFields = []struct {
	bit  int
	name string
}{{2, "year"}, {1, "month"}, {3, "day"}, {10, "hour"}, {11, "minute"}, {12, "second"}}

// intervalMods writes the fields from the first to the last, and the precision
// (intervaltypmodout, timestamp.c).
func intervalMods(mods []int32) string {
	var first, last string
	for _, f := range intervalFields {
		if mods[0] != fullRange && mods[0]&(1<<f.bit) != 0 {
			if last = f.name; first == "" {
				first = " " + f.name
			}
		}
	}
	text := first
	if strings.TrimSpace(first) != last {
		text += " to " + last
	}
	if len(mods) > 1 && mods[1] >= 0 && mods[1] != fullRange {
		text += "(" + strconv.Itoa(int(min(mods[1], maxPrecision))) + ")"
	}
	return text
}
