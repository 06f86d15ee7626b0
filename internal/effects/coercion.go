package effects

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// converted is an expression on its way to another type.
type converted struct {
	typ catalog.Type
	// same holds as long as it is the column's own value, bit by bit.
	same bool
	// unsure holds where nobody knows a type or a cast, and so what the result
	// is; zone where only the session's time zone decides.
	unsure, zone bool
}

// The contexts in which casts are taken, as in pg_cast.castcontext.
const (
	implicitly   = 'i'
	byAssignment = 'a'
	explicitly   = 'e'
)

// coerce converts to a type as coerce_to_target_type of parse_coerce.c does
// (PostgreSQL 16), and keeps account of which layers ATColumnChangeRequiresRewrite
// of tablecmds.c and the planner's support functions find to change nothing. ok
// is false where the server has no way.
func (r *run) coerce(x converted, to catalog.Type, context byte) (result converted, ok bool) {
	if x.typ.Unknown() || to.Unknown() || r.isOpaque(x.typ) || r.isOpaque(to) {
		return converted{typ: to, unsure: true}, true
	}
	if x.typ.Name == "unknown" && !x.typ.Array {
		return converted{typ: to}, true
	}
	if len(r.Domains(to)) == 0 {
		return r.coerceToBase(x, to, context)
	}
	if x.typ.Is(to) {
		return x, true
	}
	result, ok = r.coerceToBase(x, r.Bottom(to), context)
	result.typ = to
	result.same = result.same && !r.hasDomainConstraints(to)
	return result, ok
}

// isOpaque tells whether of a type no more is known than its name.
func (r *run) isOpaque(t catalog.Type) bool {
	d := r.DataType(r.Bottom(t))
	if d == nil {
		return false
	}
	if d.Extension != "" {
		e, ok := builtin.LookupExtension(d.Extension, r.Version)
		return !ok || !e.Complete
	}
	return d.Kind == 0
}

// coerceToBase converts to a type that is no domain. A domain's value counts as
// one of its base type without modifiers.
func (r *run) coerceToBase(x converted, to catalog.Type, context byte) (converted, bool) {
	if len(r.Domains(x.typ)) > 0 {
		x.typ = bare(r.Bottom(x.typ))
	}
	if !x.typ.Is(to) {
		var ok bool
		if x, ok = r.cast(x, to, context); !ok {
			return x, false
		}
	}
	return applyMods(x, to), true
}

func bare(t catalog.Type) catalog.Type {
	t.Mods, t.Words = nil, ""
	return t
}

// cast takes a cast between two types, modifiers apart (find_coercion_pathway,
// parse_coerce.c).
func (r *run) cast(x converted, to catalog.Type, context byte) (converted, bool) {
	from := x.typ
	x.typ = bare(to)
	c, ok := r.FindCast(bare(from), bare(to))
	if ok && strings.IndexByte("iae", c.Context) <= strings.IndexByte("iae", context) {
		if c.Method == 'b' {
			return x, true
		}
		x.same = x.same && r.isZeroShift(from, to, &x)
		return x, true
	}
	x.same = false
	if ok {
		return x, false
	}
	if from.Array && to.Array {
		_, ok := r.coerce(converted{typ: from.Element()}, to.Element(), context)
		return x, ok
	}
	return r.castThroughText(x, from, to, context)
}

// castThroughText is a cast that no row of pg_cast stands for. Casts of the
// history's own are not known.
func (r *run) castThroughText(x converted, from, to catalog.Type, context byte) (converted, bool) {
	isRow := r.isComposite(from) || r.isComposite(to) || from.Name == "record" || to.Name == "record"
	switch {
	case r.hasOwnCasts() && (from.OID != 0 || to.OID != 0):
		x.unsure = true
		return x, true
	case isRow && from.OID != 0 && to.OID != 0:
		x.unsure = true // a row of a child counts as one of its parent
		return x, r.descends(from.OID, to.OID)
	case context != implicitly && r.Category(to) == 'S':
		return x, true
	case context == explicitly && r.Category(from) == 'S':
		return x, true
	}
	return x, false
}

// hasOwnCasts tells whether the history has made casts, those of extensions
// apart.
func (r *run) hasOwnCasts() bool {
	return slices.ContainsFunc(r.In(catalog.ClassCast, 0), func(o catalog.Object) bool {
		return !r.isMember(catalog.HeadOf(o).OID)
	})
}

// zeroZones are the names of time zones that have been at UTC at all times.
var zeroZones = []string{
	"utc", "gmt", "uct", "zulu", "universal", "greenwich", "gmt0", "gmt+0", "gmt-0", "etc/utc", "etc/gmt", "etc/uct",
	"etc/zulu", "etc/universal", "etc/greenwich", "etc/gmt0", "etc/gmt+0", "etc/gmt-0",
}

// isZeroZone tells whether a time zone is always at UTC, by its name or by an
// offset of zero, which may stand behind any abbreviation (PostgreSQL 16,
// section B.5; TimestampTimestampTzRequiresRewrite, timestamp.c).
func isZeroZone(zone string) bool {
	if slices.Contains(zeroZones, zone) {
		return true
	}
	abbreviation := strings.TrimRight(zone, "+-:0")
	isWord := !strings.ContainsFunc(abbreviation, func(c rune) bool { return c < 'a' || c > 'z' })
	return abbreviation != zone && isWord && len(abbreviation) != 1 && strings.HasSuffix(zone, "0")
}

// isZeroShift tells whether a cast is one between timestamps with and without
// time zone that changes nothing, as the session's time zone is UTC.
func (r *run) isZeroShift(from, to catalog.Type, x *converted) bool {
	if from.Array || to.Array || !(from.Name == "timestamp" && to.Name == "timestamptz" || from.Name == "timestamptz" && to.Name == "timestamp") {
		return false
	}
	if r.Session.TimeZone == "" {
		x.zone = x.same
		return false
	}
	return isZeroZone(strings.ToLower(r.Session.TimeZone))
}

// applyMods applies a type's modifiers to a value of the type
// (coerce_type_typmod). Without modifiers there is nothing to apply.
func applyMods(x converted, to catalog.Type) converted {
	if len(to.Mods) == 0 && to.Words == "" {
		x.typ = to
		return x
	}
	old := x.typ
	x.typ = to
	if old.Same(to) || slices.Equal(fullMods(old), fullMods(to)) && old.Words == to.Words {
		return x
	}
	keeps := !to.Array && to.Words == "" && widens(to.Name, fullMods(old), fullMods(to))
	x.same, x.zone = x.same && keeps, x.zone && keeps
	return x
}

// fullMods are modifiers with those that go without saying: numeric(10) is
// numeric(10,0).
func fullMods(t catalog.Type) []int32 {
	if t.Name == "numeric" && len(t.Mods) == 1 {
		return []int32{t.Mods[0], 0}
	}
	return t.Mods
}

// widens tells whether the planner sees that a length or precision keeps each
// value: varchar_support, numeric_support, varbit_support, timestamp_support and
// interval_support of the server. char and bit have none.
func widens(name string, old, mods []int32) bool {
	switch name {
	case "varchar", "varbit":
		return len(old) == 1 && old[0] <= mods[0]
	case "numeric":
		return len(old) == 2 && len(mods) == 2 && old[1] == mods[1] && old[0] <= mods[0]
	case "timestamp", "timestamptz", "time", "timetz":
		return mods[0] >= maxPrecision || len(old) == 1 && old[0] <= mods[0]
	case "interval":
		return widensInterval(old, mods)
	}
	return false
}

// maxPrecision is that of all date and time types: microseconds.
const maxPrecision = 6

// widensInterval compares the least fields that are kept, and for seconds their
// precision.
func widensInterval(old, mods []int32) bool {
	least, precision := intervalMods(old)
	newLeast, newPrecision := intervalMods(mods)
	return newLeast <= least && (least > 0 || newPrecision >= maxPrecision || newPrecision >= precision)
}

// intervalMods are the least field that an interval keeps, 0 for seconds to 5 for
// years, and the precision of its seconds (intervaltypmodleastfield,
// timestamp.c). The bits of fields are those of INTERVAL_MASK.
func intervalMods(mods []int32) (least int, precision int32) {
	precision = 0xFFFF
	if len(mods) > 1 {
		precision = mods[1]
	}
	if len(mods) == 0 {
		return 0, precision
	}
	for field, bit := range []int{12, 11, 10, 3, 1, 2} {
		if mods[0]&(1<<bit) != 0 {
			return field, precision
		}
	}
	return 0, precision
}

// expressionOn is the expression of USING, or what a column is before it is cast.
func (r *run) expressionOn(rel *catalog.Relation, col *catalog.Column, n *pgsql.Node) converted {
	switch x := n.GetNode().(type) {
	case *pg.Node_ColumnRef:
		names := catalog.Strings(x.ColumnRef.Fields)
		if len(names) > 0 && names[len(names)-1] == col.Name {
			return converted{typ: col.Type, same: true}
		}
	case *pg.Node_TypeCast:
		inner := r.expressionOn(rel, col, x.TypeCast.Arg)
		to := r.typeNamed(x.TypeCast.TypeName)
		made, ok := r.coerce(inner, to, explicitly)
		if !ok {
			r.refuse("42846", "cannot cast type %s to %s", r.FormatType(inner.typ), r.FormatType(to))
		}
		return made
	case *pg.Node_CollateClause:
		return r.expressionOn(rel, col, x.CollateClause.Arg)
	}
	return converted{typ: r.AnalyzeExpr(rel, n).Type}
}
