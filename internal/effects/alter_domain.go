package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// alterDomain is ALTER DOMAIN but for names, schemas and owners. What makes a
// domain stricter reads every table that has a column of it, under a lock against
// writers (PostgreSQL 16, section "ALTER DOMAIN"; typecmds.c).
func (r *run) alterDomain(n *pg.AlterDomainStmt) {
	r.e.Section = "ALTER DOMAIN"
	t := r.typeNamed(&pg.TypeName{Names: n.TypeName})
	d := r.DataType(t)
	switch {
	case t.Unknown():
		r.refuse("42704", "type %s does not exist", spelled(n.TypeName))
	case d != nil && d.Kind == 0:
		r.unknown("which tables use domain %s", r.QualifiedName(d))
		return
	case d == nil || d.Kind != 'd':
		r.refuse("42809", "%s is not a domain", spelled(n.TypeName))
	}
	switch n.Subtype {
	case "T":
		r.setDomainDefault(d.OID, n.Def)
	case "N":
		r.dropDomainNotNull(d)
	case "O":
		r.setDomainNotNull(d)
	case "C":
		r.alterDomainAdd(d, n.Def.GetConstraint())
	case "X":
		r.alterDomainDrop(d, n)
	case "V":
		r.alterDomainValidate(d, n.Name)
	default:
		r.unknown("what the statement does")
	}
}

// setDomainNotNull is SET NOT NULL. Nothing is read where it is so already.
func (r *run) setDomainNotNull(d *catalog.DataType) {
	if d.NotNull {
		return
	}
	r.addDomainConstraint(d.OID, &pg.Constraint{Contype: pg.ConstrType_CONSTR_NOTNULL})
	r.checkDomainUsers(d.OID, "its columns of the domain are checked for NULL")
}

func (r *run) dropDomainNotNull(d *catalog.DataType) {
	for _, k := range r.Constraints(d.OID) {
		if k.Kind == catalog.NotNull {
			r.Delete([]catalog.Address{{OID: k.OID}})
		}
	}
	catalog.Edit(r.Catalog, r.domain(d.OID)).NotNull = false
}

// alterDomainAdd is ADD CONSTRAINT (AlterDomainAddConstraint).
func (r *run) alterDomainAdd(d *catalog.DataType, def *pg.Constraint) {
	switch def.GetContype() {
	case pg.ConstrType_CONSTR_CHECK:
		k := r.addDomainConstraint(d.OID, def)
		if k.Validated {
			r.checkDomainUsers(d.OID, "its columns of the domain are checked against the new constraint")
		}
	case pg.ConstrType_CONSTR_NOTNULL:
		r.setDomainNotNull(d)
	default:
		r.refuse(domainRefusal(def.GetContype()), "constraints of this kind are not possible for domains")
	}
}

// alterDomainDrop is DROP CONSTRAINT (AlterDomainDropConstraint).
func (r *run) alterDomainDrop(d *catalog.DataType, n *pg.AlterDomainStmt) {
	k := r.Constraint(d.OID, n.Name)
	if k == nil {
		if !n.MissingOk {
			r.refuse("42704", "constraint %s of domain %s does not exist", pgsql.QuoteIdent(n.Name), pgsql.QuoteIdent(d.Name))
		}
		return
	}
	if k.Kind == catalog.NotNull {
		catalog.Edit(r.Catalog, d).NotNull = false
	}
	r.drop([]catalog.Address{{OID: k.OID}}, n.Behavior, "a constraint of its domain goes")
}

// alterDomainValidate is VALIDATE CONSTRAINT: the tables are read even where the
// constraint is valid (AlterDomainValidateConstraint).
func (r *run) alterDomainValidate(d *catalog.DataType, name string) {
	k := r.Constraint(d.OID, name)
	switch {
	case k == nil:
		r.refuse("42704", "constraint %s of domain %s does not exist", pgsql.QuoteIdent(name), pgsql.QuoteIdent(d.Name))
	case k.Kind != catalog.Check:
		r.refuse("42809", "constraint %s of domain %s is not a check constraint", pgsql.QuoteIdent(name), pgsql.QuoteIdent(d.Name))
	}
	r.checkDomainUsers(d.OID, "its columns of the domain are checked against the constraint")
	catalog.Edit(r.Catalog, k).Validated = true
}

// checkDomainUsers locks and reads the tables that have columns of a domain or
// of a domain over it (get_rels_with_domain, typecmds.c). Values inside arrays,
// rows and ranges cannot be checked, and are refused.
func (r *run) checkDomainUsers(oid catalog.OID, why string) {
	r.refuseContainers(oid)
	for _, dep := range r.Dependents(catalog.Address{OID: oid}) {
		switch o := r.Object(dep.Dependent.OID).(type) {
		case *catalog.DataType:
			if o.Kind == 'd' && !o.Base.Array {
				r.checkDomainUsers(o.OID, why)
			}
		case *catalog.Relation:
			col := dep.Dependent.Sub
			if !o.Kind.HasStorage() || col < 1 || int(col) > len(o.Columns) || o.Columns[col-1].Type.OID != oid {
				continue
			}
			r.lock(o.OID, Share, "%s", why)
			r.scan(o.OID, "%s", why)
			r.demand(o.OID, "%s", why)
		}
	}
}

// refuseContainers refuses a domain whose values stand inside those of other
// types in some table.
func (r *run) refuseContainers(oid catalog.OID) {
	for _, dep := range r.Dependents(catalog.Address{OID: oid}) {
		user := ""
		switch o := r.Object(dep.Dependent.OID).(type) {
		case *catalog.DataType:
			if o.Kind != 'd' || o.Base.Array {
				user = r.storedIn(catalog.Type{OID: o.OID})
			}
		case *catalog.Relation:
			col := dep.Dependent.Sub
			switch {
			case col < 1 || int(col) > len(o.Columns):
			case o.Kind == catalog.CompositeType:
				if of := r.compositeOf(o.OID); of != nil {
					user = r.storedIn(catalog.Type{OID: of.OID})
				}
			case (o.Kind.HasStorage() || o.Kind == catalog.Partitioned) && o.Columns[col-1].Type.Array:
				user = r.Describe(dep.Dependent)
			}
		}
		if user != "" {
			r.refuse("0A000", "cannot alter domain %s because %s uses it", r.QualifiedName(r.Object(oid)), user)
		}
	}
}
