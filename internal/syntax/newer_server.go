package syntax

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// server looks at maintenance, bulk loads, privileges, databases and
// replication.
func (f *finder) server(message any) {
	switch m := message.(type) {
	case *pg.CopyStmt:
		f.copy(m)
	case *pg.ExplainStmt:
		f.options("the EXPLAIN option ", m.Options, explainOptions)
	case *pg.VacuumStmt:
		f.options("the option ", m.Options, vacuumOptions)
		f.optionValue(14, m.Options, "index_cleanup", "auto")
	case *pg.ClusterStmt:
		if f.starts(pg.Token_CLUSTER, openParen) {
			f.found(14, "CLUSTER with options in parentheses", 0, 1)
		}
	case *pg.ReindexStmt:
		f.reindex(m)
	case *pg.CreatedbStmt:
		f.options("the option ", m.Options, databaseOptions)
		f.optionValue(17, m.Options, "locale_provider", "builtin")
	case *pg.AlterDatabaseRefreshCollStmt:
		f.foundAt(15, "REFRESH COLLATION VERSION", pg.Token_REFRESH)
	case *pg.GrantStmt:
		f.grant(m)
	case *pg.GrantRoleStmt:
		f.grantRole(m)
	case *pg.CreatePublicationStmt:
		f.options("the option ", m.Options, publicationOptions)
		f.anyAt(15, "TABLE more than once in a publication", comma, pg.Token_TABLE)
	case *pg.AlterPublicationStmt:
		f.options("the option ", m.Options, publicationOptions)
		f.anyAt(15, "TABLE more than once in a publication", comma, pg.Token_TABLE)
	case *pg.PublicationObjSpec:
		f.publication(m)
	case *pg.CreateSubscriptionStmt:
		f.options("the option ", m.Options, subscriptionOptions)
		f.optionValue(16, m.Options, "streaming", "parallel")
	case *pg.AlterSubscriptionStmt:
		f.alterSubscription(m)
	}
}

// Options that came after 13, by statement.
var (
	copyOptions = map[string]int{
		"default": 16, "on_error": 17, "log_verbosity": 17, "reject_limit": 18,
	}
	explainOptions = map[string]int{"generic_plan": 16, "serialize": 17, "memory": 17}
	vacuumOptions  = map[string]int{
		"process_toast": 14, "process_main": 16, "skip_database_stats": 16,
		"only_database_stats": 16, "buffer_usage_limit": 16,
	}
	databaseOptions = map[string]int{
		"oid": 15, "strategy": 15, "locale_provider": 15, "icu_locale": 15,
		"collation_version": 15, "icu_rules": 16, "builtin_locale": 17,
	}
	publicationOptions  = map[string]int{"publish_generated_columns": 18}
	subscriptionOptions = map[string]int{
		"binary": 14, "streaming": 14, "two_phase": 15, "disable_on_error": 15,
		"password_required": 16, "run_as_owner": 16, "origin": 16, "failover": 17,
	}
)

func (f *finder) copy(m *pg.CopyStmt) {
	f.options("the COPY option ", m.Options, copyOptions)
	f.optionValue(15, m.Options, "header", "match")
	f.optionValue(18, m.Options, "log_verbosity", "silent")
	for _, option := range optionsOf(m.Options) {
		if _, star := option.GetArg().GetNode().(*pg.Node_AStar); star && option.Defname != "force_quote" {
			f.foundOption(17, "* as the columns of a COPY option", option.Defname)
		}
	}
	format := "text"
	for _, option := range optionsOf(m.Options) {
		if option.Defname == "format" {
			format = constant(option.Arg)
		}
	}
	if format == "text" && optionOn(m.Options, "header", false) {
		f.foundOption(15, "HEADER in the text format", "header")
	}
}

func (f *finder) reindex(m *pg.ReindexStmt) {
	if m.Relation == nil && m.Name == "" {
		f.found(16, "REINDEX without the database's name", -1, -1)
	}
	if !f.starts(pg.Token_REINDEX, openParen) {
		return
	}
	for _, option := range f.words.options(1) {
		if option.name != "verbose" || option.value != "" {
			f.foundOption(14, "the REINDEX option "+option.name, option.name)
		}
	}
}

func (f *finder) grant(m *pg.GrantStmt) {
	if m.Grantor != nil {
		f.foundAt(14, "GRANTED BY", pg.Token_GRANTED)
	}
	if m.Objtype == pg.ObjectType_OBJECT_PARAMETER_ACL {
		f.foundAt(15, "privileges on a PARAMETER", pg.Token_PARAMETER)
	}
	for _, privilege := range m.Privileges {
		if privilege.GetAccessPriv().GetPrivName() == "maintain" {
			f.foundOption(17, "the privilege MAINTAIN", "maintain")
		}
	}
}

func (f *finder) grantRole(m *pg.GrantRoleStmt) {
	for _, option := range optionsOf(m.Opt) {
		switch option.Defname {
		case "inherit", "set":
			f.foundOption(16, "the option "+option.Defname+" of a membership", option.Defname)
		case "admin":
			if f.find(pg.Token_ADMIN, pg.Token_OPTION) < 0 {
				f.foundAt(16, "ADMIN with a value", pg.Token_ADMIN)
			}
		}
	}
}

func (f *finder) publication(m *pg.PublicationObjSpec) {
	switch m.Pubobjtype {
	case pg.PublicationObjSpecType_PUBLICATIONOBJ_TABLES_IN_SCHEMA,
		pg.PublicationObjSpecType_PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA:
		f.foundAt(15, "TABLES IN SCHEMA", pg.Token_TABLES, pg.Token_IN_P, pg.Token_SCHEMA)
	}
	if len(m.GetPubtable().GetColumns()) > 0 {
		f.foundAt(15, "a column list in a publication", openParen)
	}
	if m.GetPubtable().GetWhereClause() != nil {
		f.foundAt(15, "a row filter in a publication", pg.Token_WHERE)
	}
}

func (f *finder) alterSubscription(m *pg.AlterSubscriptionStmt) {
	switch m.Kind {
	case pg.AlterSubscriptionType_ALTER_SUBSCRIPTION_ADD_PUBLICATION:
		f.foundAt(14, "ALTER SUBSCRIPTION ADD PUBLICATION", pg.Token_ADD_P)
	case pg.AlterSubscriptionType_ALTER_SUBSCRIPTION_DROP_PUBLICATION:
		f.foundAt(14, "ALTER SUBSCRIPTION DROP PUBLICATION", pg.Token_DROP)
	case pg.AlterSubscriptionType_ALTER_SUBSCRIPTION_SKIP:
		f.foundAt(15, "ALTER SUBSCRIPTION SKIP", pg.Token_SKIP)
	case pg.AlterSubscriptionType_ALTER_SUBSCRIPTION_OPTIONS:
		f.alterSubscriptionOptions(m.Options)
	}
}

// alterSubscriptionOptions are those of CREATE SUBSCRIPTION, but for two_phase,
// which could not be altered before 18.
func (f *finder) alterSubscriptionOptions(options []*pgsql.Node) {
	f.options("the option ", options, subscriptionOptions)
	f.optionValue(16, options, "streaming", "parallel")
	if hasOption(options, "two_phase") {
		f.foundOption(18, "two_phase in ALTER SUBSCRIPTION", "two_phase")
	}
}
