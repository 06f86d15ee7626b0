package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"
)

// Again says how a statement that no transaction can hold is run another
// time, after an attempt of which nobody knows how far it came. Its parts are
// SQL that looks at the catalogs.
//
// Before the first attempt Look is evaluated and recorded. Before each further
// one the statements that Clean selects are run, then Had tells whether there
// is anything left to do. All of them are evaluated where the statement would
// run, so that names mean what they mean to it. In Touched, Had and Clean the
// text [Before] stands for what Look had recorded; in Done too.
type Again struct {
	// Look is an expression of type text that is never NULL: what the
	// statement is about, by OID, before it is run; empty for an object that
	// is not there.
	Look string
	// Touched is an expression of type boolean, never NULL: the statement has
	// had an effect that only a further statement could take back.
	Touched string
	// Had is an expression of type boolean, never NULL: the statement has had
	// its whole effect. "false" where it is simply run again.
	Had string
	// Clean is a query of one column, each row a statement to run: it removes
	// what an unfinished attempt of ours has left, or finishes it. Empty where
	// nothing is ever left.
	Clean string
	// Done is an expression of type boolean, never NULL, for right after the
	// statement in the same session: it has had its effect. It serves clients
	// that go on after an error; empty where no catalog tells.
	Done string
	// Ensure is an expression of type boolean that must hold when the
	// statement has run; empty for none.
	Ensure string
	// Ours is the condition on [IndexList] that tells the indexes that the
	// statement made; empty for other statements.
	Ours string
	// Build holds for a concurrent build: where it fails, rather than being cut
	// off, Clean is to be done at once, and nothing of it is left.
	Build bool
	// Duplicates is the query that shows the rows in the way of a unique
	// build; empty for any other.
	Duplicates string
	// Unsure completes the sentence "nobody can know whether …" where the
	// catalogs do not tell what an earlier attempt did; empty where they do.
	// A further attempt is then refused. Look is still recorded, and Clean
	// still removes what a failed unique build has left, right after it
	// failed.
	Unsure string
	// Inspect is the query by which a person may find out, where Unsure is
	// set; empty where there is no object to look at, as with CALL and DO:
	// then only what the statement was to do can be looked for.
	Inspect string
}

// What stands in the texts of an [Again] for something else.
const (
	// Before stands for what [Again.Look] had recorded: an SQL expression of
	// type text.
	Before = "{before}"
	// Indexes stands for [IndexList], the same in each, so that a script has
	// to tell it once.
	Indexes = "{indexes}"
	// Ours stands for [Again.Ours].
	Ours = "{ours}"
)

// The truth values of the parts that no catalog decides.
const (
	yes = "true"
	no  = "false"
)

// again gives, for the one statement of a segment without a transaction, how
// it is run another time.
func again(s *Statement) *Again {
	if s.Statement.Batch != nil {
		// The loop records itself when it is done.
		return &Again{Look: "''", Touched: yes, Had: no, Done: no}
	}
	if s.node == nil {
		return againRaw(s)
	}
	switch n := s.node.Node.(type) {
	case *pg_query.Node_IndexStmt:
		return againCreateIndex(n.IndexStmt)
	case *pg_query.Node_DropStmt:
		return againDropIndex(n.DropStmt)
	case *pg_query.Node_ReindexStmt:
		return againReindex(n.ReindexStmt)
	case *pg_query.Node_AlterTableStmt:
		return againDetach(s, n.AlterTableStmt)
	case *pg_query.Node_VacuumStmt, *pg_query.Node_ClusterStmt:
		return repeat(no)
	case *pg_query.Node_AlterSystemStmt:
		return repeat(yes)
	case *pg_query.Node_CallStmt:
		return unsure("the procedure has done its work, or a part of it", "")
	case *pg_query.Node_DoStmt:
		return unsure("the block has done its work, or a part of it", "")
	}
	if a := againDatabase(s.node); a != nil {
		return a
	}
	if a := againSubscription(s.node); a != nil {
		return a
	}
	return unsureOf(s)
}

// againRaw goes by the command tag alone: that of a statement which the parser
// does not know.
func againRaw(s *Statement) *Again {
	switch s.Kind {
	case "VACUUM", "ANALYZE", "CLUSTER":
		return repeat(no)
	case "ALTER SYSTEM":
		return repeat(yes)
	case "REINDEX":
		if !concurrently(s) {
			return repeat(no)
		}
	case "CREATE INDEX", "DROP INDEX":
	default:
		return unsureOf(s)
	}
	return unsure("this "+s.Kind+" has had its effect", invalidIndexes)
}

// invalidIndexes shows what concurrent builds and drops leave behind.
const invalidIndexes = "SELECT indexrelid::regclass AS index, indrelid::regclass AS table, " +
	"pg_catalog.pg_get_indexdef(indexrelid) AS definition FROM pg_catalog.pg_index WHERE NOT indisvalid ORDER BY 1"

// repeat is for a statement that leaves nothing behind and may run twice.
func repeat(touched string) *Again { return &Again{Look: "''", Touched: touched, Had: no} }

// had is Done of a statement whose effect Had tells; optional holds for IF
// EXISTS, which is content where there was nothing.
func (a *Again) had(optional bool) string {
	if optional {
		return "(" + Before + " = '' OR " + a.Had + ")"
	}
	return a.Had
}

// unsure is for a statement whose effect no catalog shows.
func unsure(whether, inspect string) *Again {
	return &Again{Look: "''", Touched: yes, Had: no, Unsure: whether, Inspect: inspect}
}

func unsureOf(s *Statement) *Again { return unsure("this "+s.Kind+" has had its effect", "") }
