package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createDomain is CREATE DOMAIN; it touches no relation (DefineDomain,
// typecmds.c, PostgreSQL 16).
func (r *run) createDomain(n *pg.CreateDomainStmt) {
	r.e.Section = "CREATE DOMAIN"
	base := r.typeNamed(n.TypeName)
	if t, ok := builtin.LookupType(base.Name, r.Version); ok && !base.Array && t.Kind == 'p' {
		r.refuse("42804", "%s is not a valid base type for a domain", r.FormatType(base))
	}
	if n.TypeName.GetSetof() {
		r.refuse("42804", "a set is not a valid base type for a domain")
	}
	d := r.newType(n.Domainname, &catalog.DataType{Kind: 'd', Base: base})
	r.dependOnTypes(catalog.Address{OID: d.OID}, base)
	_, collation := r.collation(n.CollClause.GetCollname())
	r.Depend(catalog.Address{OID: d.OID}, catalog.Normal, catalog.Address{OID: collation})
	null, notNull := false, false
	for _, node := range n.Constraints {
		def := node.GetConstraint()
		switch def.GetContype() {
		case pg.ConstrType_CONSTR_DEFAULT:
			r.setDomainDefault(d.OID, def.RawExpr)
		case pg.ConstrType_CONSTR_NULL:
			null = true
		case pg.ConstrType_CONSTR_NOTNULL:
			notNull = true
			r.addDomainConstraint(d.OID, def)
		case pg.ConstrType_CONSTR_CHECK:
			r.addDomainConstraint(d.OID, def)
		default:
			r.refuse(domainRefusal(def.GetContype()), "constraints of this kind are not possible for domains")
		}
		if null && notNull {
			r.refuse("42601", "conflicting NULL/NOT NULL constraints")
		}
	}
}

// domainRefusal is the code for what no domain can have: what no syntax allows,
// and what is not there yet.
func domainRefusal(kind pg.ConstrType) string {
	switch kind {
	case pg.ConstrType_CONSTR_ATTR_DEFERRABLE, pg.ConstrType_CONSTR_ATTR_NOT_DEFERRABLE,
		pg.ConstrType_CONSTR_ATTR_DEFERRED, pg.ConstrType_CONSTR_ATTR_IMMEDIATE, pg.ConstrType_CONSTR_GENERATED,
		pg.ConstrType_CONSTR_IDENTITY:
		return "0A000"
	}
	return "42601"
}

// domain is a domain as it is now.
func (r *run) domain(oid catalog.OID) *catalog.DataType {
	d, _ := r.Object(oid).(*catalog.DataType)
	return d
}

func (r *run) setDomainDefault(oid catalog.OID, raw *pgsql.Node) {
	d := catalog.Edit(r.Catalog, r.domain(oid))
	d.Default = nil
	if raw == nil || r.isNull(raw, catalog.Type{}) {
		return
	}
	an := r.AnalyzeExpr(nil, raw)
	r.checkDefault(raw)
	r.refuseProblem(an)
	d.Default = &an.Expr
	r.Depend(catalog.Address{OID: oid}, catalog.Normal, an.Refs...)
}

// addDomainConstraint adds a CHECK or NOT NULL to a domain; NOT NULL is a
// constraint of its own from 17 on (domainAddCheckConstraint).
func (r *run) addDomainConstraint(oid catalog.OID, def *pg.Constraint) *catalog.Constraint {
	d := r.domain(oid)
	k := &catalog.Constraint{
		Head: catalog.Head{In: oid, Name: catalog.Truncate(def.Conname)}, Kind: catalog.Check, Enforced: true, Local: true,
		Validated: !def.SkipValidation || def.InitiallyValid,
	}
	label, refs := "check", []catalog.Address(nil)
	if def.Contype == pg.ConstrType_CONSTR_NOTNULL {
		catalog.Edit(r.Catalog, d).NotNull = true
		if r.Version < 17 {
			return nil
		}
		k.Kind, k.Validated, label = catalog.NotNull, true, "not_null"
	} else {
		an := r.AnalyzeExprWith(def.RawExpr, catalog.Named{Columns: []catalog.OutputColumn{{Name: "value", Type: d.Base}}})
		if an.Subquery {
			r.refuse("0A000", "cannot use subquery in check constraint")
		}
		r.refuseProblem(an)
		k.Expr, refs = &an.Expr, an.Refs
	}
	if k.Name == "" {
		k.Name = r.ChooseConstraintName(d.Name, "", label, d.In)
	} else if r.Constraint(oid, k.Name) != nil {
		r.refuse("42710", "constraint %s for domain %s already exists", pgsql.QuoteIdent(k.Name), pgsql.QuoteIdent(d.Name))
	}
	return r.newConstraint(k, refs...)
}
