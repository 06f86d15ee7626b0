package histories

// slow are the rules whose harm is that others wait for a table while it is read
// in full, rewritten or given an index. squawk's are among them under the same
// names.
var slow = map[string]bool{
	"adding-column-with-check": true, "adding-constrained-domain-column": true, "adding-domain-not-null": true,
	"adding-exclusion-constraint": true, "adding-field-with-default": true, "adding-foreign-key-constraint": true,
	"adding-not-nullable-field": true, "adding-required-field": true, "adding-serial-or-identity-column": true, "adding-serial-primary-key-field": true,
	"adding-stored-generated-column": true, "attach-partition-without-check": true,
	"ban-alter-domain-with-add-constraint": true, "ban-vacuum-full-cluster": true, "changing-column-type": true,
	"constraint-missing-not-valid": true, "default-partition-scan": true, "disallowed-unique-constraint": true,
	"not-null-proof-lost": true, "partitioned-index-build": true, "primary-key-using-index-nullable": true,
	"require-concurrent-index-creation": true, "require-concurrent-matview-refresh": true,
	"require-concurrent-reindex": true, "set-access-method": true, "set-logged-unlogged": true, "set-tablespace": true,
	"table-rewrite": true, "type-change-rebuilds-index": true, "type-change-rechecks-constraints": true,
	"validate-constraint-in-same-transaction": true, "validate-with-stronger-action": true,
}
