package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var addingSerialOrIdentityColumn = &Rule{
	ID: "adding-serial-or-identity-column", Title: "a numbered column rewrites the table",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"eugene E11", "atlas PG310", "strong_migrations add_column_auto_incrementing", "mp MP015", "squawk adding-field-with-default"},
	Doc: "serial, bigserial and GENERATED … AS IDENTITY give each row that is there a number from a sequence: the server " +
		"writes the table and its indexes anew, and nobody can read or write it meanwhile. It makes no difference which of " +
		"them is written. Add a nullable column and a sequence as its default for rows to come, number the old rows in " +
		"batches, and make it NOT NULL by way of a CHECK; ADD GENERATED in the place of the default is brief then.",
	check: func(p *pass, s *statement) {
		for _, c := range p.columnsThatRewrite(s, bySequence) {
			column, table := pgsql.QuoteIdent(c.def.Colname), s.name(c.table)
			f := Finding{
				Severity: p.weigh(s, c.table), Span: c.span,
				Message: fmt.Sprintf("%s and its indexes are rewritten, and nobody can read or write it until that is done: each row gets a number in %s%s", table, column, unseen(c.table)),
				Help: "add a plain column with a sequence as default for new rows, number the old ones in batches, then make it NOT NULL " +
					"by way of a validated CHECK (see adding-not-nullable-field)",
			}
			if c.has(pg.ConstrType_CONSTR_PRIMARY) {
				f.Help += ", and build the key's index concurrently"
			}
			f.Fix = s.numberedLater(c, s.sequenceOf(c))
			p.reportAt(s, f)
		}
	},
}

// numberedLater adds a column whose old rows get their numbers in batches.
func (s *statement) numberedLater(c newColumn, sequence *catalog.Relation) string {
	column, table, as := pgsql.QuoteIdent(c.def.Colname), s.name(c.table), s.after().FormatType(c.col.Type)
	name, kind := s.name(sequence), ""
	if as != "bigint" {
		kind = " AS " + as
	}
	return lines(
		"CREATE SEQUENCE "+name+kind+s.sequenceOptions(c)+";",
		s.inPlaceOf(c.action, "ADD COLUMN "+column+" "+as),
		fmt.Sprintf("ALTER TABLE %s ALTER COLUMN %s SET DEFAULT nextval(%s);", table, column, pgsql.QuoteLiteral(name)),
		fmt.Sprintf("ALTER SEQUENCE %s OWNED BY %s.%s;", name, table, column),
		s.fill(c),
	)
}

// sequenceOptions are those that an identity column gives its sequence, as they
// stand in a CREATE SEQUENCE.
func (s *statement) sequenceOptions(c newColumn) string {
	options := slices.DeleteFunc(slices.Clone(c.written(pg.ConstrType_CONSTR_IDENTITY).GetOptions()), func(o *pgsql.Node) bool {
		return o.GetDefElem().GetDefname() == "sequence_name"
	})
	text, err := pgsql.Deparse(&pgsql.Node{Node: &pg.Node_CreateSeqStmt{CreateSeqStmt: &pg.CreateSeqStmt{
		Sequence: &pg.RangeVar{Relname: "s", Inh: true, Relpersistence: "p"}, Options: options,
	}}})
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(text, "CREATE SEQUENCE s")
}
