package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

var identifierTooLong = &Rule{
	ID: "identifier-too-long", Title: "a name that the server cuts",
	Group: GroupStyle, Severity: Warning,
	Doc: "PostgreSQL keeps 63 bytes of a name and drops the rest with no more than a NOTICE. Two long names that begin alike " +
		"become one, and tools that look for the name as it was written do not find it. Names that the server makes of a " +
		"table and its columns are cut to 63 bytes as well. Write shorter names, and names of your own for constraints and " +
		"indexes of tables with long ones.",
	check: func(p *pass, s *statement) {
		written, cut := map[string]bool{}, false
		for _, t := range s.Tokens {
			name := identifier(s.File.Text[t.Start:t.End], t)
			kept := catalog.Truncate(name)
			if name != kept && !written[name] {
				cut = true
				p.reportAt(s, Finding{
					Span:    source.Span{Start: t.Start, End: t.End},
					Message: fmt.Sprintf("the server cuts this name of %d bytes to 63: %s", len(name), pgsql.QuoteIdent(kept)),
					Help:    "choose a shorter name; another one that begins with the same 63 bytes would be the same name",
				})
			}
			written[name] = true
		}
		if !cut {
			p.reportGenerated(s, written)
		}
	},
}

// identifier is the name that a token is; empty for other tokens.
func identifier(text string, t pgsql.Token) string {
	switch {
	case t.Kind != pg.Token_IDENT:
		return ""
	case strings.HasPrefix(text, `"`):
		return strings.ReplaceAll(strings.Trim(text, `"`), `""`, `"`)
	}
	// The server folds no other letters.
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, text)
}

// reportGenerated reports the names that the server makes in the statement, and
// has to cut.
func (p *pass) reportGenerated(s *statement, written map[string]bool) {
	for _, o := range made[catalog.Object](s) {
		name := catalog.HeadOf(o).Name
		parts, ok := generatedParts(s.after(), o)
		if !ok || written[name] || name != catalog.MakeName(parts[0], catalog.Truncate(parts[1]), parts[2]) {
			continue
		}
		full := strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "_")
		if full == name {
			continue
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("the name that the server would make, %s, has %d bytes and is cut to 63: %s", full, len(full), pgsql.QuoteIdent(name)),
			Help:    "name it yourself: a cut name says less, and cannot be guessed by who writes the next revision",
		})
	}
}

// generatedParts are the table, the columns and the label of which the server
// makes the name of a constraint, an index or a sequence. Other objects have none,
// nor has what belongs to a partition.
func generatedParts(c *catalog.Catalog, o catalog.Object) (parts []string, ok bool) {
	switch o := o.(type) {
	case *catalog.Constraint:
		table, ok := c.Object(o.In).(*catalog.Relation)
		label := generatedLabels[o.Kind]
		if !ok || o.Parent != 0 || !o.Local || label == "" {
			return nil, false
		}
		columns := columnNames(table, o.Columns)
		if o.Kind == catalog.PrimaryKey || o.Kind == catalog.Check && len(columns) > 1 {
			columns = nil
		}
		return []string{table.Name, strings.Join(columns, "_"), label}, true
	case *catalog.Relation:
		if o.Sequence != nil {
			table, ok := c.Object(o.Sequence.OwnerTable).(*catalog.Relation)
			if !ok {
				return nil, false
			}
			return []string{table.Name, columnNames(table, []int16{o.Sequence.OwnerColumn})[0], "seq"}, true
		}
		if o.Index != nil && o.Index.Constraint == 0 && o.Index.Parent == 0 {
			return indexNameParts(c, o)
		}
	}
	return nil, false
}

func indexNameParts(c *catalog.Catalog, index *catalog.Relation) (parts []string, ok bool) {
	table, ok := c.Object(index.Index.Table).(*catalog.Relation)
	if !ok {
		return nil, false
	}
	var columns []string
	for _, col := range index.Index.Columns {
		name := columnNames(table, []int16{col.Num})[0]
		if name == "" {
			name = "expr"
		}
		columns = append(columns, name)
	}
	return []string{table.Name, strings.Join(columns, "_"), "idx"}, true
}

// generatedLabels are what generated names of constraints end in. Those of NOT
// NULL, which nobody writes, are left out.
var generatedLabels = map[catalog.ConstraintKind]string{
	catalog.PrimaryKey: "pkey", catalog.Unique: "key", catalog.Check: "check", catalog.ForeignKey: "fkey",
	catalog.Exclude: "excl",
}
