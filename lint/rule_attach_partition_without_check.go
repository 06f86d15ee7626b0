package lint

import (
	"fmt"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var attachPartitionWithoutCheck = &Rule{
	ID: "attach-partition-without-check", Title: "ATTACH PARTITION reads the whole new partition under ACCESS EXCLUSIVE",
	Group: GroupPartition, Severity: Error,
	Peers: []string{"mp MP094"},
	Doc: "ATTACH PARTITION looks at every row of the table for one outside of the bounds, and until it is done nobody can " +
		"read or write that table. A valid CHECK of the same condition spares the server the search, with key IS NOT NULL " +
		"in it where the column may be NULL; it can be added NOT VALID and validated while reads and writes go on. " +
		"Indexes and foreign keys of the parent that the table lacks are made then too: give it those before.",
	check: func(p *pass, s *statement) {
		parent, part := s.attaches()
		if len(s.actions()) == 0 || part == nil || part.Persistence == catalog.Temporary {
			return
		}
		read := p.readByAttach(s, part)
		if read == nil {
			return
		}
		missing := s.madeByAttach(part)
		message := fmt.Sprintf("%s is read in full for rows outside of the bounds, and nobody can read or write it until that is done", s.name(read))
		help := "let a CHECK of the bounds prove it first: added NOT VALID at once, validated while reads and writes go on"
		fix := s.provenFirst(part, part, "bounds", boundCheck(s.after(), parent, part))
		if len(missing) > 0 {
			message += "; besides it gets " + strings.Join(missing, ", ")
			help += "; and give it the indexes and foreign keys of its parent before, concurrently and NOT VALID"
			fix = ""
		}
		if parent.Unknown {
			message += "; the history does not show how its parent is partitioned"
		}
		p.reportAt(s, Finding{Severity: p.weigh(s, read), Message: message, Help: help, Fix: fix, Mechanical: fix != ""})
	},
}

// readByAttach is a table that may hold rows and is read when it, or what it is
// below of, becomes a partition.
func (p *pass) readByAttach(s *statement, part *catalog.Relation) *catalog.Relation {
	for _, rel := range append([]*catalog.Relation{part}, s.after().Descendants(part.OID)...) {
		if s.scans(rel.OID) && p.mayHoldRows(s, rel) {
			return rel
		}
	}
	return nil
}

// madeByAttach are the indexes and foreign keys that a new partition gets because
// its parent has them.
func (s *statement) madeByAttach(part *catalog.Relation) []string {
	var found []string
	for _, index := range s.after().Indexes(part.OID) {
		if index.OID >= s.Before.Next() {
			found = append(found, "index "+pgsql.QuoteIdent(index.Name))
		}
	}
	for _, k := range s.after().Constraints(part.OID) {
		if k.OID >= s.Before.Next() && k.Kind == catalog.ForeignKey {
			found = append(found, "foreign key "+pgsql.QuoteIdent(k.Name))
		}
	}
	return found
}

// provenFirst is the statement with a check before it that spares the server to
// read a table; empty where there is no condition. The check is named after the
// partition that it is about.
func (s *statement) provenFirst(table, part *catalog.Relation, suffix, condition string) string {
	name := catalog.Truncate(part.Name + "_" + suffix)
	if condition == "" || s.Before.Constraint(table.OID, name) != nil {
		return ""
	}
	check := pgsql.QuoteIdent(name)
	alter := "ALTER TABLE " + s.name(table)
	return lines(
		fmt.Sprintf("%s ADD CONSTRAINT %s CHECK (%s) NOT VALID;", alter, check, condition),
		nextTransaction,
		fmt.Sprintf("%s VALIDATE CONSTRAINT %s;", alter, check),
		nextTransaction,
		s.File.Slice(s.Span)+";",
		fmt.Sprintf("%s DROP CONSTRAINT %s;", alter, check),
	)
}
