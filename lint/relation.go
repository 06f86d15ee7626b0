package lint

import (
	"sqlbundle/internal/catalog"
)

// base is the catalog as applications know it when a statement runs: behind all
// that has gone out. Where nothing says what has, that is all before the
// statement's own revision.
func (p *pass) base(s *statement) *catalog.Catalog {
	section := s.section
	if p.in.Released != nil && !p.in.Released[section.revision.ID] {
		return p.history.Released
	}
	if section.up != nil {
		return section.up.Before
	}
	return section.Before
}

// inUse tells whether applications may be using a relation: it is there in the
// base, or the history has not made it. Temporary ones never are.
func (p *pass) inUse(s *statement, rel *catalog.Relation) bool {
	return rel != nil && rel.Persistence != catalog.Temporary && p.old(s, rel.OID)
}

// old tells whether an object is older than what is being judged. What the
// history names and has not made is.
func (p *pass) old(s *statement, oid catalog.OID) bool {
	return oid != 0 && (oid.Assumed() || p.base(s).Object(oid) != nil)
}

// oldColumn tells whether a column of a relation is older than what is being
// judged. Those of a relation that nobody knows are.
func (p *pass) oldColumn(s *statement, rel *catalog.Relation, col *catalog.Column) bool {
	before, ok := p.base(s).Object(rel.OID).(*catalog.Relation)
	if !ok {
		return rel.Unknown
	}
	return rel.Unknown || col != nil && int(col.Num) <= len(before.Columns) && !before.Columns[col.Num-1].Dropped
}

// end is the catalog behind all that is judged; for a down section, behind it.
func (p *pass) end(s *statement) *catalog.Catalog {
	if s.section.down {
		return s.section.After
	}
	return p.history.End
}

// small tells whether a table is configured to be small and quiet.
func (p *pass) small(c *catalog.Catalog, rel *catalog.Relation) bool {
	if rel == nil || p.in.Config.SmallTable == nil {
		return false
	}
	schema, _ := c.Object(rel.In).(*catalog.Schema)
	return schema != nil && p.in.Config.SmallTable(schema.Name, rel.Name)
}

// weigh is the severity of harm that grows with a table's rows: the rule's own,
// or a notice for a small table.
func (p *pass) weigh(s *statement, rel *catalog.Relation) Severity {
	if p.small(s.Before, rel) {
		return Notice
	}
	return ""
}
