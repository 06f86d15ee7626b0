package effects

import (
	"strconv"
	"strings"

	"sqlbundle/internal/catalog"
)

const (
	tableKinds = "rp"
	rowKinds   = "rpvf"
)

// serverFacts are the catalogs that guards ask (PostgreSQL 16, chapters 37, 53
// and 54).
var serverFacts = map[string]facts{
	"pg_namespace":                namedFacts(catalog.ClassSchema, "oid nspname - -", ownSchema),
	"information_schema.schemata": namedFacts(catalog.ClassSchema, "- schema_name - -", ownSchema),
	"pg_extension":                namedFacts(catalog.ClassExtension, "oid extname - -", ownExtension),
	"pg_publication":              namedFacts(catalog.ClassPublication, "oid pubname - -", nil),
	"pg_event_trigger":            namedFacts(catalog.ClassEventTrigger, "oid evtname - -", nil),
	"pg_statistic_ext":            namedFacts(catalog.ClassStatistics, "oid stxname stxnamespace -", nil),
	"pg_proc":                     namedFacts(catalog.ClassFunction, "oid proname pronamespace -", ownFunction),
	"information_schema.routines": namedFacts(catalog.ClassFunction, "- routine_name - routine_schema", ownFunction),
	"pg_type":                     namedFacts(catalog.ClassType, "oid typname typnamespace -", ownType),
	"pg_enum":                     factsOf("enumtypid enumlabel", enumLabels),

	"pg_class": relations("rpvmfcSiI", "oid relname relnamespace relkind relpersistence relispartition relrowsecurity", func(f relationFact) []datum {
		if f.rel == nil {
			return []datum{f.oid, f.name, f.space, {}, {}, {}, {}}
		}
		return []datum{
			f.oid, f.name, f.space, textDatum(string(rune(f.rel.Kind))), textDatum(string(rune(f.rel.Persistence))),
			f.certain(boolDatum(f.rel.Partition)), f.certain(boolDatum(f.rel.RowSecurity)),
		}
	}),
	"pg_tables": relations(tableKinds, "schemaname tablename rowsecurity", func(f relationFact) []datum {
		if f.rel == nil {
			return []datum{f.schema, f.name, {}}
		}
		return []datum{f.schema, f.name, f.certain(boolDatum(f.rel.RowSecurity))}
	}),
	"pg_views":                     relations("v", "schemaname viewname", relationFact.names),
	"pg_matviews":                  relations("m", "schemaname matviewname", relationFact.names),
	"pg_sequences":                 relations("S", "schemaname sequencename", relationFact.names),
	"information_schema.views":     relations("v", "table_schema table_name", relationFact.names),
	"information_schema.sequences": relations("S", "sequence_schema sequence_name", relationFact.names),
	"information_schema.tables": relations(rowKinds, "table_schema table_name table_type table_catalog", func(f relationFact) []datum {
		kind := datum{}
		if f.rel != nil {
			kind = textDatum(map[catalog.Kind]string{catalog.View: "VIEW", catalog.ForeignTable: "FOREIGN"}[f.rel.Kind])
			if f.rel.Kind.IsTable() && f.rel.Kind != catalog.ForeignTable {
				kind.text = "BASE TABLE"
			}
		}
		return []datum{f.schema, f.name, kind, thisDatabase}
	}),
	"pg_attribute": parts("attrelid attname attisdropped attnotnull attnum atttypid", attributes),
	"information_schema.columns": parts(
		"table_schema table_name column_name table_catalog is_nullable data_type udt_name column_default", informationColumns),

	"pg_constraint": parts("conrelid oid conname connamespace contype confrelid convalidated", constraintFacts),
	"information_schema.table_constraints": parts(
		"table_schema table_name constraint_name constraint_schema constraint_type table_catalog constraint_catalog", tableConstraints),
	"information_schema.constraint_column_usage": parts("table_schema table_name constraint_name column_name constraint_schema", constraintUsage),
	"information_schema.key_column_usage":        parts("table_schema table_name constraint_name column_name constraint_schema", keyUsage),
	"information_schema.referential_constraints": parts("- - constraint_name constraint_schema", referential),

	"pg_indexes": parts("schemaname indexname tablename", indexNames),
	"pg_index":   parts("indrelid indexrelid indisunique indisprimary indisvalid", indexFacts),
	"pg_inherits": parts("inhrelid inhparent", func(_ *run, f relationFact, yield func(bool, ...datum)) {
		if f.open() {
			yield(true, f.oid)
			return
		}
		for _, parent := range f.rel.Parents {
			yield(false, f.oid, oidDatum(parent))
		}
	}),
	"pg_trigger":  parts("tgrelid tgname tgisinternal", triggerFacts),
	"pg_policy":   parts("polrelid polname", partsNamed(catalog.ClassPolicy, func(f relationFact) []datum { return []datum{f.oid} })),
	"pg_policies": parts("schemaname tablename policyname", partsNamed(catalog.ClassPolicy, relationFact.names)),
	"pg_rules":    parts("schemaname tablename rulename", partsNamed(catalog.ClassRule, relationFact.names)),
	"information_schema.triggers": parts(
		"event_object_schema event_object_table trigger_name trigger_schema", informationTriggers),
}

func (f relationFact) names() []datum { return []datum{f.schema, f.name} }

// certain is a fact about a relation that is as it seems.
func (f relationFact) certain(d datum) datum {
	if f.open() {
		return datum{}
	}
	return d
}

func enumLabels(r *run, yield func(bool, ...datum)) {
	for _, o := range r.All(catalog.ClassType) {
		t, ok := o.(*catalog.DataType)
		if !ok {
			continue
		}
		for _, label := range t.Labels {
			yield(t.Doubtful, oidDatum(t.OID), textDatum(label))
		}
		if t.Doubtful || t.Kind == 0 {
			yield(true, oidDatum(t.OID), datum{})
		}
	}
	if r.Incomplete {
		yield(true, datum{may: func(d datum) bool { return r.Object(d.oid) == nil }}, datum{})
	}
}

func attributes(_ *run, f relationFact, yield func(bool, ...datum)) {
	if f.open() {
		yield(true, f.oid)
	}
	if f.rel == nil || f.rel.Kind.IsIndex() {
		return
	}
	for _, col := range f.rel.Columns {
		name, of := textDatum(col.Name), datum{}
		if col.Dropped {
			name = textDatum("........pg.dropped." + strconv.Itoa(int(col.Num)) + "........")
		}
		if col.Type.OID != 0 && !col.Type.Array {
			of = oidDatum(col.Type.OID)
		}
		yield(f.maybe, f.oid, name, boolDatum(col.Dropped), f.certain(boolDatum(col.NotNull)), textDatum(strconv.Itoa(int(col.Num))), of)
	}
}

func informationColumns(r *run, f relationFact, yield func(bool, ...datum)) {
	if f.open() {
		yield(true, f.schema, f.name, datum{}, thisDatabase)
	}
	if f.rel == nil || strings.IndexByte(rowKinds, byte(f.rel.Kind)) < 0 {
		return
	}
	for _, col := range f.rel.Live() {
		nullable, byDefault := textDatum("YES"), datum{}
		if col.NotNull {
			nullable = textDatum("NO")
		}
		if col.Default == 0 && col.Identity == 0 {
			byDefault = nothing
		}
		kind, udt := r.typeNames(col.Type)
		yield(f.maybe, f.schema, f.name, textDatum(col.Name), thisDatabase, f.certain(nullable), f.certain(kind), f.certain(udt), f.certain(byDefault))
	}
}

// typeNames are a type's as information_schema.columns has them.
func (r *run) typeNames(t catalog.Type) (kind, udt datum) {
	t.Mods, t.Words = nil, ""
	d := r.DataType(t)
	switch {
	case t.Unknown() || d != nil && (d.Kind == 'd' || d.Kind == 0):
		return datum{}, datum{}
	case t.Array && t.Name != "":
		return textDatum("ARRAY"), textDatum("_" + t.Name)
	case t.Array:
		return textDatum("ARRAY"), datum{}
	case d != nil:
		return textDatum("USER-DEFINED"), textDatum(d.Name)
	case t.Name == "":
		return textDatum("USER-DEFINED"), datum{}
	}
	return textDatum(r.FormatType(t)), textDatum(t.Name)
}
