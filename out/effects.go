package out

import (
	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
)

// EffectsJSON is what a statement does. A nil list was not computed; an empty
// one was.
type EffectsJSON struct {
	Locks         *[]LockJSON  `json:"locks,omitempty"`
	Rewrites      *[]string    `json:"rewrites,omitempty"`
	Scans         *[]string    `json:"scans,omitempty"`
	TablesCreated *[]string    `json:"tables_created,omitempty"`
	Unknown       []string     `json:"unknown,omitempty"`
	Refused       *RefusalJSON `json:"refused,omitempty"`
	// Manual is the part of PostgreSQL's manual that tells of the locks.
	Manual string `json:"manual,omitempty"`
}

// LockJSON is the strongest lock on a relation, as pg_locks writes its mode.
type LockJSON struct {
	Relation string `json:"relation"`
	Mode     string `json:"mode"`
}

// RefusalJSON is why the server would refuse a statement.
type RefusalJSON struct {
	SQLState string `json:"sqlstate"`
	Message  string `json:"message"`
}

func effectsObject(st *compiler.Statement) EffectsJSON {
	e := st.Effects
	if e == nil || e.Nothing {
		return EffectsJSON{}
	}
	locks, created := []LockJSON{}, append([]string{}, e.TablesCreated...)
	for _, l := range e.Locks {
		if l.Mode > effects.AccessShare {
			locks = append(locks, LockJSON{l.Relation, l.Mode.String()})
		}
	}
	rewrites := names(e.Rewrites)
	object := EffectsJSON{Locks: &locks, Rewrites: &rewrites, TablesCreated: &created, Unknown: e.Unknown, Manual: e.Section}
	if !st.AboutRows() {
		scans := names(e.Scans)
		object.Scans = &scans
	}
	if e.Refused != nil {
		object.Refused = &RefusalJSON{e.Refused.SQLState, e.Refused.Message}
	}
	return object
}

func names(list []effects.Touch) []string {
	names := make([]string, len(list))
	for i, t := range list {
		names[i] = t.Relation
	}
	return names
}

// blocks says what a lock keeps others from (PostgreSQL 16, table 13.2).
func blocks(m effects.Mode) string {
	switch m {
	case effects.AccessExclusive:
		return "blocks reads and writes"
	case effects.Exclusive, effects.ShareRowExclusive, effects.Share:
		return "blocks writes; reads go on"
	case effects.ShareUpdateExclusive:
		return "blocks other DDL and vacuum; reads and writes go on"
	}
	return "blocks DDL; reads and writes go on"
}
