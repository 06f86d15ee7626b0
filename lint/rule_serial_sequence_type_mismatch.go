package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var serialSequenceTypeMismatch = &Rule{
	ID: "serial-sequence-type-mismatch", Title: "the column grows, its sequence does not", Group: GroupHistory, Severity: Warning,
	Doc: "A serial column takes its values from a sequence that has the type of the column as it was made. ALTER COLUMN TYPE " +
		"leaves that alone: the column becomes bigint, and the sequence still ends at 2147483647, where every INSERT " +
		"fails, perhaps years later. Give the sequence the new type as well. The sequence of an identity column " +
		"follows its column by itself.",
	check: func(p *pass, s *statement) {
		for _, r := range s.retypes() {
			if r.column == nil {
				continue
			}
			seq := tooSmall(p.end(s), r.table.OID, r.column.Num)
			if seq == nil || r.column.Num > 0 && tooSmall(s.Before, r.table.OID, r.column.Num) != nil {
				continue
			}
			alter := "ALTER SEQUENCE " + s.name(seq) + " AS " + s.after().FormatType(s.after().Bottom(r.to)) + ";"
			p.reportAt(s, Finding{
				Span: r.span,
				Message: fmt.Sprintf("%s.%s becomes %s, but the sequence that fills it is still %s: when that ends, no row can be inserted",
					s.name(r.table), pgsql.QuoteIdent(r.cmd.Name), s.after().FormatType(r.to), s.after().FormatType(seq.Sequence.Type)),
				Help: "change the sequence's type with the column's",
				Fix:  lines(s.text(), alter),
			})
		}
	},
}

// tooSmall is the sequence that a column's default takes values from and that
// ends before the column's type does; nil for none.
func tooSmall(c *catalog.Catalog, table catalog.OID, num int16) *catalog.Relation {
	rel, _ := c.Object(table).(*catalog.Relation)
	if rel == nil || int(num) > len(rel.Columns) || rel.Columns[num-1].Default == 0 {
		return nil
	}
	col := rel.Columns[num-1]
	for _, d := range c.References(catalog.Address{OID: col.Default}) {
		seq, _ := c.Object(d.Ref.OID).(*catalog.Relation)
		if seq == nil || seq.Sequence == nil || seq.Unknown {
			continue
		}
		if digits := effects.IntegerDigits[seq.Sequence.Type.Name]; digits > 0 && digits < effects.IntegerDigits[c.Bottom(col.Type).Name] {
			return seq
		}
	}
	return nil
}
