package pgsql

import pg_query "github.com/pganalyze/pg_query_go/v5"

// CopyConstraint is another constraint of the same fields, which may be set; what
// is below them is shared. A message of the parser's has a state of its own and
// cannot be copied as a struct.
func CopyConstraint(c *pg_query.Constraint) *pg_query.Constraint {
	return &pg_query.Constraint{
		Contype: c.Contype, Conname: c.Conname, Deferrable: c.Deferrable, Initdeferred: c.Initdeferred,
		Location: c.Location, IsNoInherit: c.IsNoInherit, RawExpr: c.RawExpr, CookedExpr: c.CookedExpr,
		GeneratedWhen: c.GeneratedWhen, NullsNotDistinct: c.NullsNotDistinct, Keys: c.Keys, Including: c.Including,
		Exclusions: c.Exclusions, Options: c.Options, Indexname: c.Indexname, Indexspace: c.Indexspace,
		ResetDefaultTblspc: c.ResetDefaultTblspc, AccessMethod: c.AccessMethod, WhereClause: c.WhereClause,
		Pktable: c.Pktable, FkAttrs: c.FkAttrs, PkAttrs: c.PkAttrs, FkMatchtype: c.FkMatchtype,
		FkUpdAction: c.FkUpdAction, FkDelAction: c.FkDelAction, FkDelSetCols: c.FkDelSetCols,
		OldConpfeqop: c.OldConpfeqop, OldPktableOid: c.OldPktableOid, SkipValidation: c.SkipValidation,
		InitiallyValid: c.InitiallyValid,
	}
}
