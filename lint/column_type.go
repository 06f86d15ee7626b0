package lint

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// typing is a statement that gives a type to a column of a table: CREATE TABLE,
// ADD COLUMN or SET TYPE.
type typing struct {
	// table and column are as they are behind the statement.
	table  *catalog.Relation
	column *catalog.Column
	// element is the type without array and domains around it.
	element catalog.Type
	// written is the type as the author wrote it, serial holds for serial and
	// its kin.
	written *pg.TypeName
	serial  bool
	// create holds in CREATE TABLE.
	create bool
}

// typings are the types that the statement gives to columns. Temporary and
// foreign tables have none, nor has a down section what was there before its up
// section.
func (s *statement) typings() []typing {
	var found []typing
	for _, c := range s.createdTables() {
		for _, element := range c.stmt.TableElts {
			if def := element.GetColumnDef(); def != nil {
				found = append(found, typing{table: c.table, column: c.table.Column(def.Colname), written: def.TypeName, create: true})
			}
		}
	}
	for _, a := range s.actions() {
		name := a.cmd.Name
		switch a.cmd.Subtype {
		case pg.AlterTableType_AT_AddColumn:
			if name = a.column().GetColname(); a.table.Column(name) != nil {
				continue
			}
		case pg.AlterTableType_AT_AlterColumnType:
		default:
			continue
		}
		if table, ok := s.after().Object(a.table.OID).(*catalog.Relation); ok {
			found = append(found, typing{table: table, column: table.Column(name), written: a.cmd.Def.GetColumnDef().GetTypeName()})
		}
	}
	return s.chosen(found)
}

// chosen fills in the rest, and leaves out what is nobody's choice.
func (s *statement) chosen(all []typing) []typing {
	var found []typing
	for _, t := range all {
		if t.written == nil || t.column == nil || !isPlainTable(t.table) || s.hadColumn(t.table, t.column) {
			continue
		}
		if names := pgsql.Names(t.written.Names); len(names) == 1 && !t.written.PctType {
			t.serial = serialTypes[names[0]]
		}
		t.element = bottom(s.after(), t.column.Type)
		found = append(found, t)
	}
	return found
}

// serialTypes are no types: each makes a sequence.
var serialTypes = map[string]bool{
	"smallserial": true, "serial2": true, "serial": true, "serial4": true, "bigserial": true, "serial8": true,
}

// bottom is a type without the arrays and domains around it.
func bottom(c *catalog.Catalog, t catalog.Type) catalog.Type {
	for t = c.Bottom(t); t.Array; t = c.Bottom(t.Element()) {
	}
	return t
}

// isPlainTable holds for a table, partitioned or not, that other sessions can
// see.
func isPlainTable(rel *catalog.Relation) bool {
	return (rel.Kind == catalog.Table || rel.Kind == catalog.Partitioned) && rel.Persistence != catalog.Temporary
}

// label names the column of a typing in a sentence.
func (s *statement) label(t typing) string {
	return s.name(t.table) + "." + pgsql.QuoteIdent(t.column.Name)
}

// retype is the statement with another type in place of the one that stands
// somewhere in it; empty where the type is a domain's.
func (s *statement) retype(t typing, at source.Span, to string) string {
	if at == s.Span || !t.serial && s.after().DataType(t.column.Type.Element()) != nil {
		return ""
	}
	text := s.File.Text
	return text[s.Span.Start:at.Start] + to + text[at.End:s.Span.End] + ";"
}

// typeSpan is where a type stands, without the brackets of an array; the whole
// statement where the tree does not say.
func (s *statement) typeSpan(n *pg.TypeName) source.Span {
	first := s.place(n.Location)
	if first == s.Span {
		return first
	}
	i := 0
	for s.Tokens[i].Start != first.Start {
		i++
	}
	national := s.wordAt(i) == "national"
	for {
		switch next := s.wordAt(i + 1); {
		case next == "." || next == "with" && s.wordAt(i+2) == "time" || next == "without":
			i += 2
		case next == "varying" || next == "precision" || next == "zone" || national && strings.HasPrefix(next, "char"):
			i++
		case next == "(":
			for i++; i+1 < len(s.Tokens) && s.wordAt(i) != ")"; i++ {
			}
		default:
			return source.Span{Start: first.Start, End: s.Tokens[i].End}
		}
	}
}

// wordAt is one of the statement's tokens in lower case; empty behind the last.
func (s *statement) wordAt(i int) string {
	if i >= len(s.Tokens) {
		return ""
	}
	return strings.ToLower(s.token(i))
}

// typeVerdict is what a rule says about a type. To is the type to write in place
// of it; empty where there is none.
type typeVerdict struct{ message, help, to string }

// checkTypes makes the check of a rule about columns of some types. An empty
// message is none.
func checkTypes(judge func(*pass, *statement, typing) typeVerdict) func(*pass, *statement) {
	return func(p *pass, s *statement) {
		for _, t := range s.typings() {
			v := judge(p, s, t)
			if v.message == "" {
				continue
			}
			f := Finding{Span: s.typeSpan(t.written), Message: v.message, Help: v.help}
			if v.to != "" {
				f.Fix = s.retype(t, f.Span, v.to)
			}
			p.reportAt(s, f)
		}
	}
}
