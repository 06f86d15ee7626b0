package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// vacuuming is a VACUUM or ANALYZE at work.
type vacuuming struct {
	*run
	full, vacuum, analyze bool
}

// vacuum is VACUUM and ANALYZE. Neither keeps readers or writers out; VACUUM
// FULL writes the table anew and keeps out both (PostgreSQL 16, section
// "VACUUM").
func (r *run) vacuum(n *pg.VacuumStmt) {
	v := &vacuuming{
		run: r, vacuum: n.IsVacuumcmd,
		full:    isTrue(option(n.Options, "full")),
		analyze: !n.IsVacuumcmd || isTrue(option(n.Options, "analyze")),
	}
	r.e.Section = "ANALYZE"
	if v.vacuum {
		r.e.Section = "VACUUM"
	}
	v.checkOptions(n)
	for _, node := range n.Rels {
		if target := node.GetVacuumRelation(); target != nil {
			v.named(target)
		}
	}
	if len(n.Rels) > 0 || isTrue(option(n.Options, "only_database_stats")) {
		return
	}
	for _, o := range r.All(catalog.ClassRelation) {
		if rel, ok := o.(*catalog.Relation); ok {
			v.one(rel)
		}
	}
}

// checkOptions refuses what does not go together.
func (v *vacuuming) checkOptions(n *pg.VacuumStmt) {
	if v.full && isTrue(option(n.Options, "disable_page_skipping")) {
		v.refuse("0A000", "VACUUM option DISABLE_PAGE_SKIPPING cannot be used with FULL")
	}
	if parallel := option(n.Options, "parallel"); v.full && parallel.GetArg().GetInteger().GetIval() > 0 {
		v.refuse("0A000", "VACUUM FULL cannot be performed in parallel")
	}
	for _, node := range n.Rels {
		if len(node.GetVacuumRelation().GetVaCols()) > 0 && !v.analyze {
			v.refuse("0A000", "ANALYZE option must be specified when a column list is provided")
		}
	}
}

// named is one table that the statement names, with its partitions and, from 18
// on, with what inherits from it (expand_vacuum_rel, vacuum.c).
func (v *vacuuming) named(target *pg.VacuumRelation) {
	rel := v.relation(target.Relation, catalog.Table)
	if rel == nil {
		return
	}
	v.one(rel)
	for _, name := range catalog.Strings(target.VaCols) {
		v.indexedColumnExists(rel, name)
	}
	for _, child := range v.Descendants(rel.OID) {
		switch {
		case rel.Kind == catalog.Partitioned || v.Version >= 18 && target.Relation.GetInh():
			v.one(child)
		case v.analyze:
			v.lock(child.OID, AccessShare, "its rows count for the statistics of its parent")
		}
	}
}

// indexedColumnExists refuses a column that a table does not have.
func (v *vacuuming) indexedColumnExists(rel *catalog.Relation, name string) {
	if rel.Column(name) == nil && !rel.Unknown {
		v.refuse("42703", "column %q of relation %q does not exist", name, rel.Name)
	}
}

// one is one relation. Views and the like are passed over with a warning;
// foreign tables have statistics alone, if their wrapper gives them.
func (v *vacuuming) one(rel *catalog.Relation) {
	stored := rel.Kind.HasStorage() || rel.Kind == catalog.Partitioned
	switch {
	case !stored:
	case v.vacuum && v.full:
		v.lock(rel.OID, AccessExclusive, "it is written anew without the dead rows")
		v.rewrite(rel.OID, "it is written anew without the dead rows")
	case v.vacuum:
		v.lock(rel.OID, ShareUpdateExclusive, "dead rows are removed from it")
	default:
		v.lock(rel.OID, ShareUpdateExclusive, "a sample of its rows is read for the planner")
	}
}
