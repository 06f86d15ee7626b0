package lint

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/compiler"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// section is an up or a down section that is judged.
type section struct {
	*compiler.Run
	revision *revisions.Revision
	// down holds for a down section; up is that of the same revision, or nil.
	down bool
	up   *section
	// index is the revision's place among the judged ones.
	index      int
	statements []*statement
	// setters are those of them that set something for the session or the
	// transaction, lasting those that set a timeout for the session, by its name.
	setters []*statement
	lasting map[string][]*statement
}

// statement is a statement of a section, in the state in which it runs: Before
// is the catalog before it, Effects what it does.
type statement struct {
	*compiler.Statement
	section *section
	segment *compiler.Segment
	// index is its place in section.statements.
	index int
	// parsed are its actions, rows what it does to rows, indexes those that it makes,
	// lockedBefore what its transaction has locked, slowness what may take long: each
	// is found once.
	parsed       once[[]action]
	rows         once[[]rowChange]
	indexes      once[[]madeIndex]
	lockedBefore once[lockedTables]
	slowness     once[string]
	// explained holds where some rule has told of the statement's locks, told are
	// the ids of the early rules about its section that have found something in it,
	// silenced or not: a late rule need not say the same again.
	explained bool
	told      map[string]bool
	// do is the DO in whose body the statement stands, nil for most; body are
	// those in its own.
	do   *statement
	body []*statement
	// afterInside is the catalog behind a statement in a body.
	afterInside *catalog.Catalog
}

func newSection(rev *revisions.Revision, run *compiler.Run, index int) *section {
	if run == nil {
		return nil
	}
	s := &section{Run: run, revision: rev, index: index, lasting: map[string][]*statement{}}
	for _, segment := range run.Segments {
		for _, st := range segment.Statements {
			one := &statement{Statement: st, section: s, segment: segment, index: len(s.statements)}
			one.body = one.inside()
			s.statements = append(s.statements, one)
			if len(one.Settings) > 0 {
				s.addSetter(one)
			}
		}
	}
	return s
}

// after is the catalog behind the statement.
func (s *statement) after() *catalog.Catalog {
	if s.do != nil {
		return s.afterInside
	}
	if s.index+1 < len(s.section.statements) {
		return s.section.statements[s.index+1].Before
	}
	return s.section.After
}

// earlier are the statements that the same transaction has run before, in their
// order; none for a statement outside a transaction.
func (s *statement) earlier() []*statement {
	list, first := s.section.statements, s.index
	for first > 0 && list[first-1].sharesTransaction(s) {
		first--
	}
	before, _ := s.beside()
	return append(list[first:s.index:s.index], before...)
}

// rest are the statements that the same transaction runs behind this one, in
// their order.
func (s *statement) rest() []*statement {
	list, end := s.section.statements, s.index+1
	for end < len(list) && list[end].sharesTransaction(s) {
		end++
	}
	_, after := s.beside()
	if len(after) == 0 {
		return list[s.index+1 : end : end]
	}
	return append(after, list[s.index+1:end]...)
}

// sharesTransaction tells whether two statements of a section run in one
// transaction. Those that do stand in a row.
func (s *statement) sharesTransaction(other *statement) bool {
	return s.segment.Transaction != 0 && s.segment.Transaction == other.segment.Transaction
}

// held is the strongest lock that the transaction holds on a relation before the
// statement.
func (s *statement) held(oid catalog.OID) effects.Mode {
	mode := effects.NoLock
	for _, other := range s.earlier() {
		mode = max(mode, other.lockOn(oid))
	}
	return mode
}

// lockOn is the lock that the statement takes on a relation.
func (s *statement) lockOn(oid catalog.OID) effects.Mode {
	for _, l := range s.Effects.Locks {
		if l.OID == oid {
			return l.Mode
		}
	}
	return effects.NoLock
}

// scans tells whether the statement reads a relation in full, or rewrites it.
func (s *statement) scans(oid catalog.OID) bool {
	return touches(s.Effects.Scans, oid) || touches(s.Effects.Rewrites, oid)
}

// rewrites tells whether the statement writes a new file for a relation.
func (s *statement) rewrites(oid catalog.OID) bool { return touches(s.Effects.Rewrites, oid) }

func touches(list []effects.Touch, oid catalog.OID) bool {
	for _, t := range list {
		if t.OID == oid {
			return true
		}
	}
	return false
}

// relation is what a name in the statement means: a relation as it was before,
// or one that the history has not made and the statement takes to be there. It
// is nil for what does not exist and for the server's own relations.
func (s *statement) relation(n *pg.RangeVar) *catalog.Relation {
	if n == nil {
		return nil
	}
	if rel := s.Before.RangeVar(n); rel != nil {
		return rel
	}
	if rel := s.after().RangeVar(n); rel != nil && rel.Unknown {
		return rel
	}
	return nil
}

// place is where a node of the statement's tree stands: from its location, which
// counts from the statement's first byte, to the end of the token there. It is
// the whole statement where the tree does not say.
func (s *statement) place(location int32) source.Span {
	start := s.Span.Start + int(location)
	for _, t := range s.Tokens {
		if location > 0 && t.Start == start {
			return source.Span{Start: start, End: t.End}
		}
	}
	return s.Span
}

// word is the place of the first token that spells a key word or a name; the
// whole statement where there is none.
func (s *statement) word(word string) source.Span {
	for _, t := range s.Tokens {
		if strings.EqualFold(s.File.Text[t.Start:t.End], word) {
			return source.Span{Start: t.Start, End: t.End}
		}
	}
	return s.Span
}

// node is the statement's parse tree; nil for what the parser does not know.
func (s *statement) node() *pgsql.Node { return s.Statement.Statement.Node }

// locked is the relation behind an entry of the statement's effects: as it was
// before, or one that it takes to be there.
func (s *statement) locked(oid catalog.OID) *catalog.Relation {
	if rel, ok := s.Before.Object(oid).(*catalog.Relation); ok {
		return rel
	}
	rel, _ := s.after().Object(oid).(*catalog.Relation)
	return rel
}

// work says what the statement does to the rows of a relation.
func (s *statement) work(oid catalog.OID) string {
	if s.rewrites(oid) {
		return "rewritten"
	}
	return "read in full"
}

// stops says in words whom a lock keeps waiting.
func stops(mode effects.Mode) string {
	switch {
	case mode == effects.AccessExclusive:
		return "nobody can read or write it"
	case mode >= effects.Share:
		return "nobody can write it"
	case mode == effects.ShareUpdateExclusive:
		return "no other schema change can run on it"
	}
	return "few others have to wait"
}

// named is the relation that a name in a list of names means, as DROP has them.
func (s *statement) named(name *pgsql.Node) *catalog.Relation {
	parts := pgsql.Names(name.GetList().GetItems())
	switch len(parts) {
	case 1:
		return s.Before.Relation("", parts[0])
	case 2, 3:
		return s.Before.Relation(parts[len(parts)-2], parts[len(parts)-1])
	}
	return nil
}
