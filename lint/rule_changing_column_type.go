package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var changingColumnType = &Rule{
	ID: "changing-column-type", Title: "the new type makes PostgreSQL write the whole table anew", Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG301", "eugene E5", "strong_migrations change_column", "eugene E10", "mp MP007", "mp MP089"},
	Doc: "Where a value of the new type is not the old one bit by bit, ALTER COLUMN TYPE writes the table and all its " +
		"indexes anew, and until it is done nobody can read or write the table. A longer varchar, varchar to text or a " +
		"numeric with more digits before the point keep the rows as they are and are not reported; timestamp to timestamptz " +
		"does so only where the session's TimeZone is UTC. Add a column of the new type instead, let a trigger fill " +
		"it, fill the old rows in batches, and switch the names in a later release.",
	check: func(p *pass, s *statement) {
		for _, r := range s.retypes() {
			table := p.rewrites(s, r.action)
			if table == nil {
				continue
			}
			if r.table.Kind != catalog.CompositeType {
				table = r.table
			}
			f := Finding{
				Severity: p.weigh(s, table), Span: r.span,
				Message: fmt.Sprintf("every row of %s is written anew because %s becomes %s, and nobody can read or write the table until that is done",
					s.name(table), pgsql.QuoteIdent(r.cmd.Name), s.after().FormatType(r.to)),
				Help: "add a column of the new type, keep it up to date by a trigger, fill it in batches, and switch the names in a later release",
				Fix:  s.expand(r),
			}
			if r.from.Unknown() {
				f.Message = fmt.Sprintf("cannot see which type %s.%s has: unless its values stay as they are, every row is written anew, and nobody can read or write the table until that is done",
					s.name(table), pgsql.QuoteIdent(r.cmd.Name))
				if f.Severity == "" {
					f.Severity = Warning
				}
			}
			p.reportAt(s, f)
		}
	},
}

// expand is SQL that begins the change in another way: with a second column that
// a trigger fills. It is empty where how to convert is for its author to say.
func (s *statement) expand(r retype) string {
	if r.using() != nil || r.column == nil || r.column.Generated != 0 || r.table.Kind != catalog.Table && r.table.Kind != catalog.Partitioned {
		return ""
	}
	table, old, added := s.name(r.table), pgsql.QuoteIdent(r.cmd.Name), pgsql.QuoteIdent(r.cmd.Name+"_new")
	sync := pgsql.QuoteIdent(r.table.Name + "_" + r.cmd.Name + "_sync")
	return s.instead(r.action, lines(
		fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s;", table, added, s.after().FormatType(r.to)),
		fmt.Sprintf("CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.%s := NEW.%s; RETURN NEW; END $$;", sync, added, old),
		fmt.Sprintf("CREATE TRIGGER %s BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION %s();", sync, table, sync),
		"-- Fill "+added+" in batches; switch the names in a later release, in one short transaction.",
	))
}
