package effects

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// strictOptions are the storage parameters that need ACCESS EXCLUSIVE; SHARE
// UPDATE EXCLUSIVE is enough for the others (AlterTableGetRelOptionsLockLevel and
// the tables in reloptions.c).
var strictOptions = map[string]bool{
	"user_catalog_table": true, "security_barrier": true, "security_invoker": true, "check_option": true,
	"fastupdate": true, "autosummarize": true, "buffering": true, "pages_per_range": true, "gin_pending_list_limit": true,
}

// autovacuumOptions are those of tables that a TOAST table has, too.
var autovacuumOptions = []string{
	"autovacuum_enabled", "autovacuum_vacuum_threshold", "autovacuum_vacuum_insert_threshold",
	"autovacuum_vacuum_scale_factor", "autovacuum_vacuum_insert_scale_factor", "autovacuum_vacuum_cost_delay",
	"autovacuum_vacuum_cost_limit", "autovacuum_freeze_min_age", "autovacuum_freeze_max_age", "autovacuum_freeze_table_age",
	"autovacuum_multixact_freeze_min_age", "autovacuum_multixact_freeze_max_age", "autovacuum_multixact_freeze_table_age",
	"log_autovacuum_min_duration", "vacuum_index_cleanup", "vacuum_truncate", "autovacuum_vacuum_max_threshold",
	"vacuum_max_eager_freeze_failure_rate",
}

// otherOptions are the further parameters of each kind of relation.
var otherOptions = map[catalog.Kind][]string{
	catalog.Table: {
		"fillfactor", "toast_tuple_target", "parallel_workers", "autovacuum_analyze_threshold",
		"autovacuum_analyze_scale_factor", "user_catalog_table",
	},
	catalog.View: {"security_barrier", "security_invoker", "check_option"},
}

// indexOptionNames are the parameters of indexes by their access method.
var indexOptionNames = map[string][]string{
	"btree": {"fillfactor", "deduplicate_items", "vacuum_cleanup_index_scale_factor"}, "hash": {"fillfactor"},
	"gist": {"fillfactor", "buffering"}, "spgist": {"fillfactor"}, "gin": {"fastupdate", "gin_pending_list_limit"},
	"brin": {"pages_per_range", "autosummarize"},
}

// newOptions are the versions that parameters came with, where that is not 13 or
// before.
var newOptions = map[string]int{
	"security_invoker": 15, "autovacuum_vacuum_max_threshold": 18, "vacuum_max_eager_freeze_failure_rate": 18,
}

// optionNames are the parameters of a SET or RESET, in their order.
func optionNames(cmd *pg.AlterTableCmd) []string {
	var names []string
	for _, node := range list(cmd.Def) {
		d := node.GetDefElem()
		name := d.GetDefname()
		if d.GetDefnamespace() != "" {
			name = d.Defnamespace + "." + name
		}
		names = append(names, name)
	}
	return names
}

// lockForOptions is the strongest mode that one of the parameters needs.
func lockForOptions(_ *run, _ *catalog.Relation, cmd *pg.AlterTableCmd) Mode {
	mode := ShareUpdateExclusive
	for _, node := range list(cmd.Def) {
		if strictOptions[node.GetDefElem().GetDefname()] {
			mode = AccessExclusive
		}
	}
	if cmd.Subtype == pg.AlterTableType_AT_ReplaceRelOptions {
		mode = AccessExclusive
	}
	return mode
}

// checkOption refuses parameters that a relation of the kind does not have
// (transformRelOptions and build_reloptions, reloptions.c). Those of indexes are
// their access method's.
func (r *run) checkOption(rel *catalog.Relation, name string) {
	kind := rel.Kind
	if kind == catalog.MaterializedView {
		kind = catalog.Table
	}
	known, ok := otherOptions[kind]
	if rel.Index != nil {
		known, ok = indexOptionNames[rel.Index.Method]
	}
	switch {
	case kind == catalog.Partitioned && r.Version < 16:
		r.refuse("22023", "unrecognized parameter %s", pgsql.QuoteIdent(name))
	case kind == catalog.Partitioned:
		r.refuse("42809", "cannot specify storage parameters for partitioned table %s", r.QualifiedName(rel))
	case rel.Unknown || !ok || strings.HasPrefix(name, "toast."): // without a TOAST table they are not looked at
		return
	case kind == catalog.Table:
		for _, auto := range autovacuumOptions {
			known = append(known[:len(known):len(known)], auto)
		}
	}
	if slices.Contains(known, name) && r.Version >= newOptions[name] {
		return
	}
	r.refuse("22023", "unrecognized parameter %s", pgsql.QuoteIdent(name))
}
