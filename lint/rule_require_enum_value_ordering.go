package lint

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/internal/pgsql"
)

var requireEnumValueOrdering = &Rule{
	ID: "require-enum-value-ordering", Title: "a label whose place nobody chose",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Doc: "Enum values are sorted and compared in the order of their labels. ADD VALUE without BEFORE or AFTER puts the new " +
		"one last, wherever that is in the database at hand, and it cannot be moved later. Say where it belongs.",
	check: func(p *pass, s *statement) {
		n := s.node().GetAlterEnumStmt()
		if n == nil || n.OldVal != "" || n.NewValNeighbor != "" || s.Effects.Refused != nil {
			return
		}
		enum := s.dataType(n.TypeName)
		if enum == nil || slices.Contains(enum.Labels, n.NewVal) {
			return
		}
		f := Finding{
			Message: fmt.Sprintf("%s becomes the last and greatest value of %s, and cannot be moved later", pgsql.QuoteLiteral(n.NewVal), s.typeName(enum)),
			Help:    "write BEFORE or AFTER and the label that it belongs to",
		}
		if i := len(enum.Labels); i > 0 {
			f.Fix = strings.TrimSpace(s.File.Slice(s.Span)) + " AFTER " + pgsql.QuoteLiteral(enum.Labels[i-1]) + ";"
		}
		p.reportAt(s, f)
	},
}
