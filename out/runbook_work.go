package out

import (
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// work is a transaction, or a statement that stands in none.
type work struct{ statements []statement }

// statement is one of a plan, with its segment and the number of its step.
type statement struct {
	*compiler.Statement
	segment *compiler.Segment
	step    int
}

// works are the transactions of a plan, in order; those without statements are
// left out.
func works(plan *compiler.Plan) []work {
	var list []work
	last := -1
	for i, step := range plan.Steps {
		for _, segment := range step.Segments {
			if len(segment.Statements) == 0 {
				continue
			}
			if segment.Transaction == 0 || segment.Transaction != last {
				list = append(list, work{})
			}
			last = segment.Transaction
			w := &list[len(list)-1]
			for _, st := range segment.Statements {
				w.statements = append(w.statements, statement{st, segment, i + 1})
			}
		}
	}
	return list
}

// makes tells whether the transaction itself has made a relation: nobody else can
// see it yet.
func (w work) makes(t effects.Touch) bool { return w.statements[0].segment.Makes(t.OID) }

// length is how long something takes, as far as that can be told without a server.
type length int

const (
	moments length = iota
	perRow
	perRead
	perRewrite
	endless
)

// job is what a statement does that takes long, on a relation that others can
// see.
type job struct {
	long     length
	relation string
	oid      catalog.OID
	// perhaps holds where the planner decides whether it is all of it.
	perhaps bool
}

// jobs are those of a statement, the longest first.
func (w work) jobs(st statement) []job {
	var list []job
	add := func(long length, perhaps bool, touched []effects.Touch) {
		for _, t := range touched {
			known := slices.ContainsFunc(list, func(j job) bool { return j.relation == t.Relation })
			if !known && !w.makes(t) {
				list = append(list, job{long, t.Relation, t.OID, perhaps})
			}
		}
	}
	e := st.Effects
	if e == nil || e.Refused != nil {
		return nil
	}
	if st.Kind != "TRUNCATE TABLE" {
		add(perRewrite, false, e.Rewrites)
	}
	switch {
	case st.AboutRows():
		add(perRow, false, changedRows(st))
		if st.Kind == "INSERT" {
			add(perRead, true, selectedFrom(st))
		}
	case st.Kind == "VACUUM":
		for _, l := range e.Locks {
			add(perRead, false, []effects.Touch{l.Touch})
		}
	case st.Kind == "CREATE TABLE AS", st.Kind == "REFRESH MATERIALIZED VIEW":
		add(perRead, true, e.Scans)
		add(perRead, true, e.MayScan)
	default:
		add(perRead, false, e.Scans)
	}
	return list
}

// changedRows are the tables of which a statement may change any number of rows.
func changedRows(st statement) []effects.Touch {
	if len(st.Statement.Statement.Node.GetInsertStmt().GetSelectStmt().GetSelectStmt().GetValuesLists()) > 0 {
		return nil // as many as are written there
	}
	return namedFirst(st.Effects.Changed, st.Statement.Statement.Node)
}

// namedFirst are tables, of which the one that a DELETE or an UPDATE names stands
// first: others come by foreign keys and triggers.
func namedFirst(list []effects.Touch, node *pgsql.Node) []effects.Touch {
	relation := node.GetDeleteStmt().GetRelation()
	if relation == nil {
		relation = node.GetUpdateStmt().GetRelation()
	}
	named := func(t effects.Touch) int {
		if relation != nil && strings.HasSuffix("."+t.Relation, "."+pgsql.QuoteIdent(relation.GetRelname())) {
			return 0
		}
		return 1
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b effects.Touch) int { return named(a) - named(b) })
	return list
}

// selectedFrom are the relations that an INSERT only reads; nobody can tell how
// much of them.
func selectedFrom(st statement) []effects.Touch {
	var list []effects.Touch
	for _, l := range st.Effects.Locks {
		if l.Mode == effects.AccessShare {
			list = append(list, l.Touch)
		}
	}
	return list
}

// blockage is a relation on which readers or writers wait.
type blockage struct {
	whom, until string
	effects.Touch
	long length
	mode effects.Mode
	step int
}

// blocked are the relations that a transaction keeps from readers or writers: from
// the statement that takes the lock to the transaction's end.
func (w work) blocked() []blockage {
	longest := make([]job, len(w.statements))
	var worst job
	for i := len(w.statements) - 1; i >= 0; i-- {
		if j := w.longest(w.statements[i]); j.long > worst.long {
			worst = j
		}
		longest[i] = worst
	}
	at := map[string]int{}
	var list []blockage
	for i, st := range w.statements {
		if st.Effects == nil {
			continue
		}
		for _, l := range st.Effects.Locks {
			whom := blockedBy(l.Mode)
			if whom == "" || w.makes(l.Touch) {
				continue
			}
			b := blockage{whom, longest[i].while(l.Relation), l.Touch, longest[i].long, l.Mode, st.step}
			n, known := at[l.Relation]
			switch {
			case known && (l.Mode != effects.AccessExclusive || list[n].mode == l.Mode):
			case known && list[n].long <= b.long:
				list[n] = b // from here on readers wait too
			default: // where writers have waited longer before, both are told
				at[l.Relation] = len(list)
				list = append(list, b)
			}
		}
	}
	return list
}

// concurrentBuild tells whether a statement builds an index outside of
// transactions, while rows change.
func concurrentBuild(st statement) bool {
	return st.segment.Transaction == 0 && (st.Kind == "CREATE INDEX" || st.Kind == "REINDEX")
}

// blockedBy says whom a lock keeps from a table (PostgreSQL 16, table 13.2); empty
// where reads and writes go on.
func blockedBy(m effects.Mode) string {
	switch {
	case m == effects.AccessExclusive:
		return "reads and writes"
	case m >= effects.Share:
		return "writes"
	}
	return ""
}

// longest is what a statement does that takes longest; nothing where it takes
// moments.
func (w work) longest(st statement) job {
	if e := st.Effects; e != nil && (e.Nothing || runsUnknown(st)) {
		return job{long: endless}
	}
	var worst job
	for _, j := range w.jobs(st) {
		if j.long > worst.long {
			worst = j
		}
	}
	return worst
}

// while says how long a relation is blocked, in words that follow its name.
func (j job) while(relation string) string {
	name, its := markdownCell(cut(j.relation, maxName))+" is", "rows of "+markdownCell(cut(j.relation, maxName))
	if relation == j.relation {
		name, its = "it is", "its rows"
	}
	switch j.long {
	case endless:
		return "while code runs that nobody can look into"
	case perRewrite:
		return "while " + name + " written anew"
	case perRead:
		if j.perhaps {
			return "while " + name + " read"
		}
		return "while " + name + " read in full"
	case perRow:
		return "while " + its + " change"
	}
	return "for moments"
}

// runsUnknown tells whether a statement runs code whose work nobody can tell.
func runsUnknown(st statement) bool {
	switch st.Kind {
	case "DO", "CALL", "SELECT", "EXECUTE":
		return len(st.Effects.Unknown) > 0
	}
	return false
}

// lostBy names the tables and columns that a step throws away.
func lostBy(step *compiler.Step) []string {
	var list []string
	for _, segment := range step.Segments {
		for _, st := range segment.Statements {
			if st.Effects == nil {
				continue
			}
			for _, t := range st.Effects.Lost {
				if !segment.Makes(t.OID) {
					list = append(list, lostName(t))
				}
			}
		}
	}
	return list
}

// lostName names a table, or a column with its table.
func lostName(t effects.Touch) string {
	if column, ok := strings.CutPrefix(t.Why, "column "); ok {
		return t.Relation + "." + column
	}
	return t.Relation
}
