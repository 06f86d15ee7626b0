package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
)

var requirePrimaryKey = &Rule{
	ID: "require-primary-key", Title: "a table without a key",
	Group: GroupHistory, Severity: Notice,
	Peers: []string{"mp MP045"},
	Doc: "Without a primary key, or a unique key over NOT NULL columns, no statement can name a single row: duplicates " +
		"cannot be told apart, backfills cannot go in batches, and logical replication cannot carry an UPDATE or DELETE. " +
		"Where a publication has all tables, such statements fail at once, and the finding is an error.",
	check: func(p *pass, s *statement) {
		n := s.node().GetCreateStmt()
		if n == nil || s.section.down {
			return
		}
		made := s.after().RangeVar(n.Relation)
		if made == nil || s.Before.Object(made.OID) != nil || made.Persistence != catalog.Permanent {
			return
		}
		rel, ok := p.end(s).Object(made.OID).(*catalog.Relation)
		if !ok || rel.Persistence != catalog.Permanent || keyed(p.end(s), rel) || inheritsKey(p.end(s), rel) {
			return
		}
		f := Finding{
			Span:    s.place(n.Relation.Location),
			Message: fmt.Sprintf("%s has no key: none of its rows can be named, batched or replicated by itself", s.name(made)),
			Help:    "give it a primary key",
		}
		if publishesAll(p.end(s)) {
			f.Severity = Error
			f.Message = fmt.Sprintf("%s has no key and is in a publication of all tables: every UPDATE and DELETE on it will fail", s.name(made))
		}
		p.reportAt(s, f)
	},
}

// keyed tells whether a table has a primary key, or a unique index on plain
// columns that are all NOT NULL.
func keyed(c *catalog.Catalog, rel *catalog.Relation) bool {
	for _, index := range c.Indexes(rel.OID) {
		if index.Index.Primary || index.Index.Unique && index.Index.Predicate == nil && plainNotNull(rel, index.Index.Columns) {
			return true
		}
	}
	return false
}

func plainNotNull(rel *catalog.Relation, keys []catalog.IndexColumn) bool {
	for _, key := range keys {
		if key.Num <= 0 || !rel.Columns[key.Num-1].NotNull {
			return false
		}
	}
	return true
}

// inheritsKey tells whether a partition or an inheritance child belongs to a
// table with a key, or to one that was judged where it was made.
func inheritsKey(c *catalog.Catalog, rel *catalog.Relation) bool {
	for _, parent := range rel.Parents {
		if of, ok := c.Object(parent).(*catalog.Relation); ok && (rel.Partition || of.Unknown || keyed(c, of)) {
			return true
		}
	}
	return false
}
