package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// relation finds what a statement names. What the history has not made is taken
// to be there, with contents that nobody knows: many histories begin on a
// database that has something in it. It is nil for the server's own relations.
func (r *run) relation(n *pg.RangeVar, kind catalog.Kind) *catalog.Relation {
	if found := r.RangeVar(n); found != nil || r.IsSystem(n.GetSchemaname(), n.GetRelname()) {
		return found
	}
	return r.assume(n, kind)
}

// relationIfExists is the same for IF EXISTS: nil where there is nothing. Where
// the history has named things that it has not made, nobody knows.
func (r *run) relationIfExists(n *pg.RangeVar, kind catalog.Kind, missingOK bool) *catalog.Relation {
	if found := r.RangeVar(n); found != nil || !missingOK {
		if found == nil {
			return r.relation(n, kind)
		}
		return found
	}
	if r.Incomplete {
		r.unknown("whether %s exists", pgsql.QuoteIdent(n.GetRelname()))
	}
	return nil
}

// assume makes a relation of unknown content, as old as the database.
func (r *run) assume(n *pg.RangeVar, kind catalog.Kind) *catalog.Relation {
	r.Incomplete = true
	made := assumeIn(r.Catalog, n, kind)
	r.noteAssumed(made.OID)
	r.unknown("%s is not made by the history: taken to be there", r.QualifiedName(made))
	return made
}

func assumeIn(c *catalog.Catalog, n *pg.RangeVar, kind catalog.Kind) *catalog.Relation {
	schema := c.CreationSchema()
	if n.GetSchemaname() != "" {
		schema = c.Schema(n.GetSchemaname())
		if schema == nil {
			schema = catalog.Assume(c, &catalog.Schema{Head: catalog.Head{Class: catalog.ClassSchema, Name: n.GetSchemaname()}})
		}
	}
	if schema == nil {
		schema = c.Temp()
	}
	made := &catalog.Relation{
		Head: catalog.Head{Class: catalog.ClassRelation, In: schema.OID, Name: n.GetRelname()},
		Kind: kind, Persistence: catalog.Permanent, Unknown: true,
	}
	if kind == catalog.Index {
		made.Index = &catalog.IndexInfo{Method: "btree", Valid: true}
	}
	return catalog.Assume(c, made)
}
