package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
)

var columnAlignment = &Rule{
	ID: "column-alignment", Title: "columns in an order that wastes space",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Peers: []string{"atlas PG110", "mp MP061"},
	Doc: "A bigint or a timestamp begins at a multiple of eight bytes and an int at a multiple of four; what is between it " +
		"and a shorter column before it stays empty, in every row. Wide columns first and narrow ones last leave no gaps. " +
		"The order cannot be changed later without making the table anew. Columns of no fixed size are not counted.",
	check: func(p *pass, s *statement) {
		for _, c := range s.createdTables() {
			if !isPlainTable(c.table) || len(c.table.Parents) > 0 || c.table.OfType != 0 {
				continue
			}
			saved, order := betterOrder(s.after(), c.table)
			if saved < alignMost {
				continue
			}
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("each row of %s has gaps between its columns: in another order it is %d bytes shorter", s.name(c.table), saved),
				Help:    "write the columns in this order: " + names(order),
			})
		}
	},
}

// alignMost is the widest alignment, which also rows have (MAXALIGN).
const alignMost = 8

// fixed is a column whose values all have the same size.
type fixed struct {
	name       string
	size, unit int
}

// betterOrder is how many bytes a row gets shorter when columns of fixed size
// come first, the widest alignment before the others, and the order of all
// columns then.
func betterOrder(c *catalog.Catalog, table *catalog.Relation) (saved int, order []string) {
	var columns []fixed
	var rest []string
	for _, col := range table.Live() {
		size := sizeOf(c, col.Type)
		if size <= 0 {
			rest = append(rest, col.Name)
			continue
		}
		columns = append(columns, fixed{col.Name, size, alignment(c, col.Type, size)})
	}
	before := rowSize(columns)
	slices.SortStableFunc(columns, func(a, b fixed) int { return b.unit - a.unit })
	for _, col := range columns {
		order = append(order, col.name)
	}
	return before - rowSize(columns), append(order, rest...)
}

// rowSize is the size of a row's columns with the gaps between them.
func rowSize(columns []fixed) int {
	size := 0
	for _, col := range columns {
		size = aligned(size, col.unit) + col.size
	}
	return aligned(size, alignMost)
}

func aligned(offset, unit int) int { return (offset + unit - 1) / unit * unit }

// sizeOf is the size of a type's values; 0 where it varies or nobody knows.
func sizeOf(c *catalog.Catalog, t catalog.Type) int {
	t = c.Bottom(t)
	if d := c.DataType(t); d != nil && d.Kind == 'e' && !t.Array {
		return 4 // an enum is an OID
	}
	b, ok := builtin.LookupType(t.Name, c.Version)
	if !ok || t.Array {
		return 0
	}
	return b.Len
}

// alignment is the typalign of a type of fixed size (pg_type.dat).
func alignment(c *catalog.Catalog, t catalog.Type, size int) int {
	switch name := c.Bottom(t).Name; name {
	case "uuid", "name":
		return 1
	case "tid":
		return 2
	case "macaddr", "macaddr8":
		return 4
	case "timetz":
		return alignMost
	}
	return min(size, alignMost)
}
