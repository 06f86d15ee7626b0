package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// againSubscription is for subscriptions; nil for anything else. They belong
// to one database though all databases share their catalog.
func againSubscription(node *pgsql.Node) *Again {
	switch n := node.Node.(type) {
	case *pg_query.Node_CreateSubscriptionStmt:
		return againMade(subscriptionNamed(n.CreateSubscriptionStmt.Subname), "")
	case *pg_query.Node_DropSubscriptionStmt:
		return againDropped(subscriptionNamed(n.DropSubscriptionStmt.Subname), "pg_catalog.pg_subscription", n.DropSubscriptionStmt.MissingOk)
	case *pg_query.Node_AlterSubscriptionStmt:
		return againAlterSubscription(n.AlterSubscriptionStmt)
	}
	return nil
}

func subscriptionNamed(name string) string {
	return "pg_catalog.pg_subscription WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database" +
		" WHERE datname = pg_catalog.current_database()) AND subname = " + literal(name)
}

// againAlterSubscription tells what the list of publications shows. What a
// refresh, or an option of the slot, has changed is on another server.
func againAlterSubscription(n *pg_query.AlterSubscriptionStmt) *Again {
	of := subscriptionNamed(n.Subname)
	list := "ARRAY[" + literals(pgsql.Names(n.Publication)) + "]"
	changed := of + " AND " + Before + " NOT IN ('', subpublications::text)"
	a := repeat(yes)
	switch n.Kind {
	case pg_query.AlterSubscriptionType_ALTER_SUBSCRIPTION_SET_PUBLICATION:
		a.Touched = exists(changed)
	case pg_query.AlterSubscriptionType_ALTER_SUBSCRIPTION_ADD_PUBLICATION:
		a.Had = exists(changed + " AND subpublications @> " + list)
		a.Touched, a.Done = a.Had, a.Had
	case pg_query.AlterSubscriptionType_ALTER_SUBSCRIPTION_DROP_PUBLICATION:
		a.Had = exists(changed + " AND NOT subpublications && " + list)
		a.Touched, a.Done = a.Had, a.Had
	default:
		return a
	}
	a.Look = textOr("SELECT subpublications::text FROM " + of)
	return a
}
