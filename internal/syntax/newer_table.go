package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// table looks at the parts of tables, indexes, views and sequences.
func (f *finder) table(message any) {
	switch m := message.(type) {
	case *pg.CreateStmt:
		f.createTable(m)
	case *pg.CreateForeignTableStmt:
		for _, element := range m.GetBaseStmt().GetTableElts() {
			if element.GetTableLikeClause() != nil {
				f.foundAt(18, "LIKE in CREATE FOREIGN TABLE", pg.Token_LIKE)
			}
		}
	case *pg.TableLikeClause:
		f.anyAt(14, "INCLUDING COMPRESSION", pg.Token_INCLUDING, pg.Token_COMPRESSION)
		f.anyAt(14, "EXCLUDING COMPRESSION", pg.Token_EXCLUDING, pg.Token_COMPRESSION)
	case *pg.ColumnDef:
		if m.Compression != "" {
			f.foundAt(14, "COMPRESSION of a column", pg.Token_COMPRESSION)
		}
		if m.StorageName != "" {
			f.foundAt(16, "STORAGE in a column definition", pg.Token_STORAGE)
		}
	case *pg.Constraint:
		f.constraint(m)
	case *pg.IndexStmt:
		f.nullsDistinct()
		f.includeInSpgist(m.AccessMethod, m.IndexIncludingParams)
	case *pg.AlterTableStmt:
		f.alterTable(m)
	case *pg.ViewStmt:
		f.storage(m.Options)
	case *pg.IntoClause:
		f.storage(m.Options)
	case *pg.CreateSeqStmt:
		if m.Sequence.GetRelpersistence() == "u" {
			f.foundAt(15, "UNLOGGED SEQUENCE", pg.Token_UNLOGGED)
		}
	case *pg.CreateStatsStmt:
		f.statistics(m)
	case *pg.CreateTrigStmt:
		if m.Replace {
			f.foundAt(14, "CREATE OR REPLACE TRIGGER", pg.Token_OR, pg.Token_REPLACE)
		}
	}
}

// anyAt notes a construct that these tokens in a row are, if they are there.
func (f *finder) anyAt(since int, what string, kinds ...pg.Token) {
	if f.find(kinds...) >= 0 {
		f.foundAt(since, what, kinds...)
	}
}

func (f *finder) createTable(m *pg.CreateStmt) {
	f.storage(m.Options)
	if m.Partspec == nil {
		return
	}
	if m.AccessMethod != "" {
		f.found(17, "an access method of a partitioned table", -1, -1)
	}
	for _, element := range m.TableElts {
		if element.GetConstraint().GetContype() == pg.ConstrType_CONSTR_EXCLUSION {
			f.foundAt(17, "EXCLUDE on a partitioned table", pg.Token_EXCLUDE)
		}
	}
}

func (f *finder) constraint(m *pg.Constraint) {
	switch m.Contype {
	case pg.ConstrType_CONSTR_UNIQUE:
		f.nullsDistinct()
	case pg.ConstrType_CONSTR_EXCLUSION:
		f.includeInSpgist(m.AccessMethod, m.Including)
	case pg.ConstrType_CONSTR_FOREIGN:
		if len(m.FkDelSetCols) > 0 {
			f.anyAt(15, "columns behind ON DELETE SET NULL", pg.Token_SET, pg.Token_NULL_P, openParen)
			f.anyAt(15, "columns behind ON DELETE SET DEFAULT", pg.Token_SET, pg.Token_DEFAULT, openParen)
		}
	}
}

func (f *finder) nullsDistinct() {
	f.anyAt(15, "NULLS DISTINCT", pg.Token_NULLS_P, pg.Token_DISTINCT)
	f.anyAt(15, "NULLS NOT DISTINCT", pg.Token_NULLS_P, pg.Token_NOT, pg.Token_DISTINCT)
}

func (f *finder) includeInSpgist(method string, columns []*pgsql.Node) {
	if method == "spgist" && len(columns) > 0 {
		f.foundAt(14, "INCLUDE in an spgist index", pg.Token_INCLUDE)
	}
}

func (f *finder) alterTable(m *pg.AlterTableStmt) {
	for _, node := range m.Cmds {
		cmd := node.GetAlterTableCmd()
		switch cmd.GetSubtype() {
		case pg.AlterTableType_AT_SetCompression:
			f.foundAt(14, "SET COMPRESSION", pg.Token_SET, pg.Token_COMPRESSION)
		case pg.AlterTableType_AT_DetachPartition:
			if cmd.Def.GetPartitionCmd().GetConcurrent() {
				f.foundAt(14, "DETACH PARTITION CONCURRENTLY", pg.Token_CONCURRENTLY)
			}
		case pg.AlterTableType_AT_DetachPartitionFinalize:
			f.foundAt(14, "DETACH PARTITION FINALIZE", pg.Token_FINALIZE)
		case pg.AlterTableType_AT_SetAccessMethod:
			f.foundAt(15, "SET ACCESS METHOD", pg.Token_SET, pg.Token_ACCESS, pg.Token_METHOD)
		case pg.AlterTableType_AT_SetStorage:
			f.anyAt(16, "SET STORAGE DEFAULT", pg.Token_SET, pg.Token_STORAGE, pg.Token_DEFAULT)
		case pg.AlterTableType_AT_SetLogged, pg.AlterTableType_AT_SetUnLogged:
			if m.Objtype == pg.ObjectType_OBJECT_SEQUENCE {
				f.foundAt(15, "SET LOGGED or UNLOGGED of a sequence", pg.Token_SET)
			}
		case pg.AlterTableType_AT_SetRelOptions:
			f.storage(cmd.GetDef().GetList().GetItems())
		}
	}
}

// storageOptions are the storage parameters that came after 13.
var storageOptions = map[string]int{
	"security_invoker":                     15,
	"autovacuum_vacuum_max_threshold":      18,
	"vacuum_max_eager_freeze_failure_rate": 18,
}

func (f *finder) storage(options []*pgsql.Node) {
	for _, option := range optionsOf(options) {
		if since := storageOptions[option.Defname]; since > 0 {
			f.foundOption(since, "the parameter "+option.Defname, option.Defname)
		}
		if option.Defname == "vacuum_index_cleanup" && strings.EqualFold(constant(option.Arg), "auto") {
			f.foundOption(14, "the value auto of vacuum_index_cleanup", "auto")
		}
	}
}

func (f *finder) statistics(m *pg.CreateStatsStmt) {
	if len(m.Defnames) == 0 {
		f.foundAt(16, "CREATE STATISTICS without a name", pg.Token_CREATE, pg.Token_STATISTICS)
	}
	for _, element := range m.Exprs {
		if element.GetStatsElem().GetExpr() != nil {
			i := f.find(pg.Token_ON)
			f.found(14, "CREATE STATISTICS on an expression", i, i)
		}
	}
}
