package lint

import (
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// publishers are the publications that have a table: by name, with its parent,
// with its schema, or with all tables.
func publishers(c *catalog.Catalog, rel *catalog.Relation) []string {
	if rel.Persistence != catalog.Permanent {
		return nil
	}
	tables := append([]catalog.OID{rel.OID}, rel.Parents...)
	var found []string
	for _, o := range c.All(catalog.ClassPublication) {
		p, ok := o.(*catalog.Other)
		if !ok {
			continue
		}
		has := func(o catalog.Object) bool {
			entry, ok := o.(*catalog.Other)
			return ok && (slices.Contains(tables, entry.Relation) || entry.Kind == "schema" && refersTo(c, entry.OID, rel.In))
		}
		if p.Kind == "all tables" || slices.ContainsFunc(c.In(catalog.ClassPublicationRelation, p.OID), has) {
			found = append(found, pgsql.QuoteIdent(p.Name))
		}
	}
	return found
}

// refersTo tells whether an object depends on another one.
func refersTo(c *catalog.Catalog, oid, other catalog.OID) bool {
	return slices.ContainsFunc(c.References(catalog.Address{OID: oid}), func(d catalog.Dependency) bool { return d.Ref.OID == other })
}

// publishesAll tells whether a publication has all tables.
func publishesAll(c *catalog.Catalog) bool {
	for _, o := range c.All(catalog.ClassPublication) {
		if publication, ok := o.(*catalog.Other); ok && publication.Kind == "all tables" {
			return true
		}
	}
	return false
}
