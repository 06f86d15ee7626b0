package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// addIdentity is ALTER COLUMN … ADD GENERATED … AS IDENTITY: rows keep the
// values that they have (ATExecAddIdentity, tablecmds.c).
func addIdentity(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel, col := t.relation(a), a.column(t, cmd.Name)
	a.checkIdentityRecursion(t)
	switch {
	case !col.NotNull && !rel.Unknown:
		a.refuse("55000", "column %q of relation %q must be declared NOT NULL before identity can be added", col.Name, rel.Name)
	case col.Identity != 0:
		a.refuse("55000", "column %q of relation %q is already an identity column", col.Name, rel.Name)
	case col.Default != 0:
		a.refuse("55000", "column %q of relation %q already has a default value", col.Name, rel.Name)
	}
	c := cmd.Def.GetConstraint()
	n := &newColumn{Column: *col}
	n.Identity = identityKind(c.GetGeneratedWhen())
	sequence := a.columnSequence(rel, n, c.GetOptions())
	a.ownSequence(sequence, t.oid, col.Num, true)
	a.setIdentityKind(t, cmd.Name, n.Identity)
}

// checkIdentityRecursion refuses what concerns partitions only: from 17 on
// identity is the whole partitioned table's.
func (a *alteration) checkIdentityRecursion(t *altered) {
	rel := t.relation(a)
	if a.Version < 17 {
		return
	}
	if rel.Partition {
		a.refuse("42P16", "cannot change the identity of a column of a partition")
	}
	if a.only && rel.Kind == catalog.Partitioned && len(a.Children(t.oid)) > 0 {
		a.refuse("42P16", "cannot change the identity of a column of only the partitioned table")
	}
}

// setIdentityKind changes the column of the table and, from 17 on, of its
// partitions.
func (a *alteration) setIdentityKind(t *altered, name string, kind byte) {
	col := a.column(t, name)
	a.edit(t, col.Num, func(c *catalog.Column) { c.Identity = kind })
	if a.Version < 17 || t.relation(a).Kind != catalog.Partitioned {
		return
	}
	for _, child := range a.Children(t.oid) {
		a.lock(child.OID, a.mode, "it is altered with its parent")
		a.setIdentityKind(a.table(child.OID, true), name, kind)
	}
}

// setIdentity is SET GENERATED, and the options of the sequence, which are an
// ALTER SEQUENCE.
func setIdentity(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	col := a.column(t, cmd.Name)
	sequence := a.identitySequence(t.oid, col.Num)
	kind := col.Identity
	for _, node := range cmd.Def.GetList().GetItems() {
		if d := node.GetDefElem(); d.GetDefname() == "generated" {
			kind = identityKind(string(rune(d.GetArg().GetInteger().GetIval())))
		}
	}
	a.checkIsIdentity(t, col, false)
	if kind != col.Identity {
		a.checkIdentityRecursion(t)
		a.setIdentityKind(t, cmd.Name, kind)
	}
	if sequence != nil {
		a.lock(sequence.OID, ShareRowExclusive, "its options change")
	}
}

// checkIsIdentity tells whether the column is an identity column, and refuses
// where it must be.
func (a *alteration) checkIsIdentity(t *altered, col *catalog.Column, missingOK bool) bool {
	rel := t.relation(a)
	switch {
	case col.Identity != 0:
		return true
	case rel.Unknown:
		a.unknown("what sequence belongs to %s", col.Name)
	case !missingOK:
		a.refuse("55000", "column %q of relation %q is not an identity column", col.Name, rel.Name)
	}
	return false
}

// dropIdentity makes an identity column an ordinary one; its sequence goes.
func dropIdentity(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	col := a.column(t, cmd.Name)
	a.checkIdentityRecursion(t)
	if !a.checkIsIdentity(t, col, cmd.MissingOk) {
		return
	}
	a.setIdentityKind(t, cmd.Name, 0)
	if s := a.identitySequence(t.oid, col.Num); s != nil {
		a.disown(s)
		a.drop([]catalog.Address{{OID: s.OID}}, pg.DropBehavior_DROP_RESTRICT, "the column is no identity column any more")
	}
}
