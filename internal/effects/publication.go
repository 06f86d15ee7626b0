package effects

import (
	"strconv"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createPublication is CREATE PUBLICATION: SHARE UPDATE EXCLUSIVE on each table
// that it names (OpenTableList, publicationcmds.c).
func (r *run) createPublication(n *pg.CreatePublicationStmt) {
	r.e.Section = "CREATE PUBLICATION"
	if r.Find(catalog.ClassPublication, 0, n.Pubname) != nil {
		r.refuse("42710", "publication %s already exists", pgsql.QuoteIdent(n.Pubname))
	}
	p := &catalog.Other{Head: head(catalog.ClassPublication, 0, n.Pubname)}
	if n.ForAllTables {
		p.Kind = "all tables"
	}
	r.checkPublicationSyntax(n.Pubobjects)
	p = made(r, p)
	r.publishSchemas(p, n.Pubobjects)
	for _, t := range r.publishedTables(n.Pubobjects) {
		r.publish(p, t, false)
	}
}

// published is a table as a publication names it.
type published struct {
	table *catalog.Relation
	as    *pg.PublicationTable
}

// publishedTables locks and finds the tables in a list. What inherits from one
// is meant, too, unless ONLY says otherwise; partitions go with their table.
func (r *run) publishedTables(objects []*pgsql.Node) []published {
	var found []published
	seen := map[catalog.OID]bool{}
	add := func(rel *catalog.Relation, as *pg.PublicationTable) {
		if seen[rel.OID] {
			return
		}
		seen[rel.OID] = true
		r.lock(rel.OID, ShareUpdateExclusive, "what a publication has of it changes")
		found = append(found, published{rel, as})
	}
	for _, node := range objects {
		as := node.GetPublicationObjSpec().GetPubtable()
		if as == nil {
			continue
		}
		rel := r.relation(as.Relation, catalog.Table)
		if rel == nil {
			r.refuse("22023", "cannot add relation %s to publication: it is a system table", pgsql.QuoteIdent(as.Relation.GetRelname()))
		}
		add(rel, as)
		if as.Relation.Inh && rel.Kind != catalog.Partitioned {
			for _, child := range r.Descendants(rel.OID) {
				add(child, as)
			}
		}
	}
	return found
}

// checkPublicationSyntax refuses what came with 15: lists of columns, WHERE, and
// the tables of a schema.
func (r *run) checkPublicationSyntax(objects []*pgsql.Node) {
	for _, node := range objects {
		spec := node.GetPublicationObjSpec()
		table := spec.GetPubtable()
		if r.Version < 15 && (table == nil || len(table.Columns) > 0 || table.WhereClause != nil) {
			r.refuse("42601", "lists of columns, WHERE and TABLES IN SCHEMA are new in PostgreSQL 15")
		}
	}
}

// publish adds a table to a publication (publication_add_relation,
// pg_publication.c).
func (r *run) publish(p *catalog.Other, t published, ifNew bool) {
	rel, name := t.table, r.QualifiedName(t.table)
	key := strconv.Itoa(int(rel.OID))
	if r.Find(catalog.ClassPublicationRelation, p.OID, key) != nil {
		if ifNew {
			return
		}
		r.refuse("42710", "relation %s is already member of publication %s", name, pgsql.QuoteIdent(p.Name))
	}
	switch {
	case rel.Kind != catalog.Table && rel.Kind != catalog.Partitioned:
		r.refuse("22023", "cannot add relation %s to publication: it is no table", name)
	case rel.Persistence == catalog.Temporary:
		r.refuse("22023", "cannot add relation %s to publication: it is temporary", name)
	case rel.Persistence == catalog.Unlogged:
		r.refuse("22023", "cannot add relation %s to publication: it is unlogged", name)
	}
	entry := made(r, &catalog.Other{Head: head(catalog.ClassPublicationRelation, p.OID, key), Relation: rel.OID})
	self := catalog.Address{OID: entry.OID}
	r.Depend(self, catalog.Auto, catalog.Address{OID: p.OID}, catalog.Address{OID: rel.OID})
	for _, column := range catalog.Strings(t.as.GetColumns()) {
		col := rel.Column(column)
		if col == nil {
			if !rel.Unknown {
				r.refuse("42703", "column %s of relation %s does not exist", pgsql.QuoteIdent(column), name)
			}
			continue
		}
		r.Depend(self, catalog.Normal, catalog.Address{OID: rel.OID, Sub: col.Num})
	}
	if where := t.as.GetWhereClause(); where != nil {
		r.Depend(self, catalog.Normal, r.expression(rel, where).Refs...)
	}
}

// publishSchemas adds the tables of schemas: none is locked.
func (r *run) publishSchemas(p *catalog.Other, objects []*pgsql.Node) {
	for _, node := range objects {
		spec := node.GetPublicationObjSpec()
		var schema *catalog.Schema
		switch spec.GetPubobjtype() {
		case pg.PublicationObjSpecType_PUBLICATIONOBJ_TABLES_IN_SCHEMA:
			schema = r.schemaNamed(spec.Name)
		case pg.PublicationObjSpecType_PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA:
			schema = r.schemaFor("")
		default:
			continue
		}
		key := "schema " + strconv.Itoa(int(schema.OID))
		if r.Find(catalog.ClassPublicationRelation, p.OID, key) != nil {
			continue
		}
		entry := made(r, &catalog.Other{Head: head(catalog.ClassPublicationRelation, p.OID, key), Kind: "schema"})
		r.Depend(catalog.Address{OID: entry.OID}, catalog.Auto, catalog.Address{OID: p.OID}, catalog.Address{OID: schema.OID})
	}
}

// alterPublication is ALTER PUBLICATION, RENAME and OWNER apart. What the
// history has not made is taken to be there: its tables are locked all the same.
func (r *run) alterPublication(n *pg.AlterPublicationStmt) {
	r.e.Section = "ALTER PUBLICATION"
	r.checkPublicationSyntax(n.Pubobjects)
	p, ok := r.Find(catalog.ClassPublication, 0, n.Pubname).(*catalog.Other)
	if !ok {
		r.notMade("publication", n.Pubname)
		p = catalog.Add(r.Catalog, &catalog.Other{Head: head(catalog.ClassPublication, 0, n.Pubname), Kind: "unknown"})
	}
	if p.Kind == "all tables" && len(n.Pubobjects) > 0 {
		r.refuse("55000", "publication %s is defined as FOR ALL TABLES", pgsql.QuoteIdent(p.Name))
	}
	if len(n.Pubobjects) == 0 {
		return
	}
	switch n.Action {
	case pg.AlterPublicationAction_AP_DropObjects:
		r.unpublish(p, r.publishedTables(n.Pubobjects))
	case pg.AlterPublicationAction_AP_SetObjects:
		r.republish(p, r.publishedTables(n.Pubobjects))
		r.publishSchemas(p, n.Pubobjects)
	default:
		r.publishSchemas(p, n.Pubobjects)
		for _, t := range r.publishedTables(n.Pubobjects) {
			r.publish(p, t, false)
		}
	}
}

// unpublish takes tables out of a publication.
func (r *run) unpublish(p *catalog.Other, tables []published) {
	for _, t := range tables {
		entry := r.Find(catalog.ClassPublicationRelation, p.OID, strconv.Itoa(int(t.table.OID)))
		if entry != nil {
			r.Delete([]catalog.Address{{OID: catalog.HeadOf(entry).OID}})
			continue
		}
		if p.Kind != "unknown" {
			r.refuse("42704", "relation %s is not part of the publication", r.QualifiedName(t.table))
		}
	}
}

// republish makes tables the only ones of a publication: those that go are
// locked like those that come (AlterPublicationTables, publicationcmds.c).
func (r *run) republish(p *catalog.Other, tables []published) {
	for _, o := range r.Of(catalog.ClassPublicationRelation, p.OID) {
		entry, ok := o.(*catalog.Other)
		if !ok {
			continue
		}
		if entry.Relation != 0 {
			r.lock(entry.Relation, ShareUpdateExclusive, "what a publication has of it changes")
		}
		r.Delete([]catalog.Address{{OID: entry.OID}})
	}
	for _, t := range tables {
		r.publish(p, t, true)
	}
}
