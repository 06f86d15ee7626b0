package effects_test

// exceptions are the measured cases that the model does not foresee, and why.
// docs/locks.md tells them.
var exceptions = map[string]string{
	"create-database":            "whether a database is there already, the cluster knows and not the catalog of one database",
	"create-tablespace":          "whether a directory exists, the server's machine knows",
	"add-fk-from-partitioned-ok": "whether an empty partition is read for a foreign key is the planner's choice",
}
