package effects

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// rowWords begin the statements that leave the catalog as it is.
var rowWords = map[string]bool{
	"INSERT": true, "UPDATE": true, "DELETE": true, "SELECT": true, "WITH": true, "TRUNCATE": true, "ANALYZE": true,
	"GRANT": true, "REVOKE": true, "COMMENT": true, "REFRESH": true, "NOTIFY": true, "LOCK": true, "REINDEX": true,
	"SET": true, "VALUES": true, "MERGE": true, "COPY": true,
}

// afterDynamic is what EXECUTE leaves behind where nobody knows its text: from
// here on there may be objects that the history has not made, or not those that
// it has; and where its words do not tell otherwise, partitions.
func (r *run) afterDynamic(text string) {
	words := strings.Fields(strings.ToUpper(constants(text)))
	if len(words) > 0 && rowWords[words[0]] {
		return
	}
	r.Incomplete = true
	if len(words) > 0 && !slices.Contains(words, "PARTITION") {
		return
	}
	for _, o := range r.All(catalog.ClassRelation) {
		if rel, ok := o.(*catalog.Relation); ok && rel.Kind == catalog.Partitioned && !rel.OpenPartitions {
			catalog.Edit(r.Catalog, rel).OpenPartitions = true
		}
	}
}

// constants are the string constants of an expression, one behind the other.
func constants(text string) string {
	statements, err := pgsql.Parse("SELECT " + text)
	if err != nil || len(statements) != 1 {
		return ""
	}
	var all []string
	pgsql.Walk(statements[0].Stmt, func(message any) bool {
		if c, ok := message.(*pg.A_Const); ok && c.GetSval() != nil {
			all = append(all, c.GetSval().GetSval())
		}
		return true
	})
	return strings.Join(all, " ")
}

// noteOpenPartitions says that a statement that goes to a table's partitions may
// meet some that nobody knows.
func (r *run) noteOpenPartitions() {
	for _, l := range r.e.Locks {
		rel := r.old(l.OID)
		if rel != nil && rel.OpenPartitions && l.Mode > AccessShare {
			r.unknown("which partitions %s has besides: code that the history has run may have made some", l.Relation)
		}
	}
}
