package catalog

import (
	"slices"
	"strconv"
	"strings"

	"sqlbundle/internal/pgsql"
)

var constraintKinds = map[ConstraintKind]string{
	Check: "check", ForeignKey: "foreign key", PrimaryKey: "primary key", Unique: "unique", Exclude: "exclusion",
	NotNull: "not null", ConstraintTrigger: "trigger",
}

func (d *description) constraint(k *Constraint) {
	if parent, ok := d.Object(k.Parent).(*Constraint); ok && k.Kind == ForeignKey && parent.In == k.In {
		// A foreign key to a partitioned table has a row for each partition
		// of it.
		return
	}
	table, _ := d.Object(k.In).(*Relation)
	columns := ""
	if table != nil && len(k.Columns) > 0 {
		columns = d.columnNames(table, k.Columns)
		if k.Kind == Check {
			columns = d.sortedNames(table, k.Columns)
		}
	}
	references := ""
	if k.Kind == ForeignKey {
		references = d.references(k)
	}
	d.line("constraint "+d.name(k), constraintKinds[k.Kind], columns, references,
		when(!k.Enforced, "not enforced"), when(!k.Validated, "not valid"), when(k.NoInherit && (k.Kind == Check || k.Kind == NotNull), "no inherit"),
		when(k.Deferrable, "deferrable"), when(k.Deferred, "deferred"),
		when(k.Inherited > 0, join(when(k.Local, "local"), "inherited "+strconv.Itoa(k.Inherited))),
		when(k.Parent != 0, "of "+d.nameOf(k.Parent)))
}

// sortedNames are the columns of a check: they have no order.
func (d *description) sortedNames(table *Relation, nums []int16) string {
	names := make([]string, len(nums))
	for i, num := range nums {
		names[i] = d.columnName(table, num)
	}
	slices.Sort(names)
	return "(" + strings.Join(slices.Compact(names), ", ") + ")"
}

func (d *description) references(k *Constraint) string {
	target, _ := d.Object(k.References).(*Relation)
	columns := "(?)"
	if target != nil && len(k.RefColumns) > 0 {
		columns = d.columnNames(target, k.RefColumns)
	}
	return join("references", d.nameOf(k.References), columns,
		when(k.OnDelete != 0 && k.OnDelete != 'a', "on delete "+string(rune(k.OnDelete))),
		when(k.OnUpdate != 0 && k.OnUpdate != 'a', "on update "+string(rune(k.OnUpdate))))
}

// triggerEvents is the order in which events are written.
var triggerEvents = []string{"insert", "update", "delete", "truncate"}

func (d *description) trigger(t *Trigger) {
	if t.Internal {
		return
	}
	var events []string
	for _, event := range triggerEvents {
		if slices.Contains(t.Events, event) {
			events = append(events, event)
		}
	}
	columns := ""
	if table, ok := d.Object(t.In).(*Relation); ok && len(t.Columns) > 0 {
		columns = "of " + d.sortedNames(table, t.Columns)
	}
	enabled := t.Enabled
	if enabled == 0 {
		enabled = 'O'
	}
	d.line("trigger "+d.name(t), t.Timing, strings.Join(events, " or "), columns, when(t.Row, "row"),
		when(t.When != nil, "when"), "calls", d.nameOf(t.Function), "enabled "+string(rune(enabled)))
}

func (d *description) function(f *Function) {
	for _, ref := range d.References(Address{OID: f.OID}) {
		if ref.Kind == Internal { // the constructors of range types go with the type
			return
		}
	}
	types := make([]string, len(f.Arguments))
	for i, t := range f.Arguments {
		t.Mods, t.Words = nil, ""
		types[i] = d.FormatType(t)
	}
	returns := ""
	if f.Kind != 'p' {
		t := f.Returns
		t.Mods, t.Words = nil, ""
		returns = join("returns", when(f.Set, "setof"), d.FormatType(t))
	}
	volatility := string(rune(f.Volatility))
	if f.Volatility == 0 {
		volatility = "?"
	}
	d.line("function "+d.name(f)+"("+strings.Join(types, ", ")+")", "kind", string(rune(f.Kind)), returns, "volatility", volatility,
		when(f.Language != "", "language "+d.quote(f.Language)), when(f.Defaults > 0, "defaults "+strconv.Itoa(f.Defaults)))
}

func (d *description) dataType(t *DataType) {
	subject := "type " + d.name(t)
	switch t.Kind {
	case 'e':
		labels := make([]string, len(t.Labels))
		for i, l := range t.Labels {
			labels[i] = pgsql.QuoteLiteral(l)
		}
		d.line(subject, "enum ("+strings.Join(labels, ", ")+")")
	case 'd':
		d.line(subject, "domain over", d.FormatType(t.Base), when(t.NotNull, "not null"), when(t.Default != nil, "default"))
	case 'r':
		d.line(subject, "range of", d.FormatType(t.Base))
	case 'm':
		d.line(subject, "multirange of", d.FormatType(t.Base))
	case 'b':
		d.line(subject, "base")
	case 'p':
		d.line(subject, "shell")
	case 'c': // its relation says it all
	default:
		d.line(subject, "??")
	}
}
