package out

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Changes are what is other in a bundle B than in a bundle A. Lists are never nil.
type Changes struct {
	// Differ holds where anything does.
	Differ bool    `json:"differ"`
	A      Subject `json:"a"`
	B      Subject `json:"b"`
	// Warnings say which files are not what their checksums say.
	Warnings  []string          `json:"warnings"`
	Databases []DatabaseChanges `json:"databases"`
}

// Subject is one of the two that are compared.
type Subject struct {
	// Name is what the caller calls it.
	Name string `json:"name"`
}

// DatabaseChanges are the changes of one database's bundle.
type DatabaseChanges struct {
	Database string `json:"database"`
	// OnlyIn is "a" or "b" where the other has no bundle for the database.
	OnlyIn string `json:"only_in"`
	// SamePlan holds where the same will happen: the digests of the plans are equal,
	// and there is no doubt. It is nil where one of the two is a script alone.
	SamePlan *bool `json:"same_plan"`
	// SameDigest holds where the manifests have the same digest of the plan; nil as
	// SamePlan is.
	SameDigest *bool `json:"same_digest"`
	// Doubts say why something else may happen though the digests are equal.
	Doubts []string `json:"doubts"`
	// Header are the facts about the whole that changed.
	Header []FieldChange `json:"header"`
	Counts ChangeCounts  `json:"counts"`
	// Revisions are those that changed, in the order of B; what is gone stands
	// behind what it followed.
	Revisions []RevisionChange `json:"revisions"`
	// NewFindings are only in B, GoneFindings only in A.
	NewFindings  []FindingJSON `json:"new_findings"`
	GoneFindings []FindingJSON `json:"gone_findings"`
	// WayBack is "same", "differs", or "unknown" where one of the two has no
	// rollback.sql.
	WayBack string `json:"way_back"`
	// Files are those whose bytes differ, where both have files.
	Files []FileChange `json:"files"`
}

// ChangeCounts count revisions; one can be in several.
type ChangeCounts struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
	// Edited have other statements or other queries, Reworded only another message,
	// header or comments.
	Edited   int `json:"edited"`
	Reworded int `json:"reworded"`
	Moved    int `json:"moved"`
	// Renamed have another id or another file.
	Renamed int `json:"renamed"`
	// Affected have statements that are the same and do something else: other
	// locks, another transaction, other time limits.
	Affected int `json:"affected"`
	// WayBack have another way back.
	WayBack int `json:"way_back"`
}

// FieldChange is a fact that has other values; a value that is not there is an
// empty list.
type FieldChange struct {
	Field string   `json:"field"`
	A     []string `json:"a"`
	B     []string `json:"b"`
}

// RevisionChange is what changed of a revision.
type RevisionChange struct {
	ID      string `json:"id"`
	Message string `json:"message"`
	Path    string `json:"path"`
	// Change is "added", "removed" or "changed".
	Change string `json:"change"`
	// Was is its earlier id, where the same statements had another one.
	Was string `json:"was"`
	// The four say what changed, as ChangeCounts has it.
	Edited   bool `json:"edited"`
	Reworded bool `json:"reworded"`
	Renamed  bool `json:"renamed"`
	Affected bool `json:"affected"`
	// Moved are the numbers of its steps where it moved among the others; else nil.
	Moved *StepMove `json:"moved"`
	// Fields are facts about the revision itself.
	Fields     []FieldChange     `json:"fields"`
	Statements []StatementChange `json:"statements"`
	// WayBack is its part of rollback.sql, where that differs; else nil.
	WayBack *TextChange `json:"way_back"`
}

// StepMove is the number of a step in A and in B, from 1.
type StepMove struct {
	A int `json:"a"`
	B int `json:"b"`
}

// StatementChange is what changed of a statement or a query.
type StatementChange struct {
	// Section is "up", "down", "require" or "verify".
	Section string `json:"section"`
	// Change is "added", "removed", "changed", "moved" (it has another place among
	// the others) or "affected" (its text is the same).
	Change string `json:"change"`
	// A and B are the statement; nil where it is not there.
	A *StatementSide `json:"a"`
	B *StatementSide `json:"b"`
	// Fields are what is other around the text and in its effects.
	Fields []FieldChange `json:"fields"`
}

// StatementSide is a statement in A or B.
type StatementSide struct {
	SQL  string `json:"sql"`
	File string `json:"file"`
	Line int    `json:"line"`
	// Segment is 0 for a query.
	Segment int `json:"segment"`
	// Effects are the locks, rewrites and the like, as the manifest has them.
	EffectsJSON
}

// TextChange is a text in A and in B; one that is not there is empty.
type TextChange struct {
	A string `json:"a"`
	B string `json:"b"`
}

// FileChange is a file whose bytes differ: its SHA-256 on both sides, empty where
// it is not there.
type FileChange struct {
	Name string `json:"name"`
	A    string `json:"a"`
	B    string `json:"b"`
	// before and after are its text, where nothing else tells what changed.
	before, after string
}

// Compare tells what is other in b. It fails where there is nothing that both have:
// a script and a bundle without a file of that name.
func Compare(a, b *Contents) (*Changes, error) {
	c := &Changes{A: Subject{a.Name}, B: Subject{b.Name}, Warnings: []string{}, Databases: []DatabaseChanges{}}
	for _, side := range []struct {
		letter string
		*Contents
	}{{"A", a}, {"B", b}} {
		for _, part := range side.Parts {
			for _, problem := range part.Problems {
				where := side.letter
				if part.Folder != "" {
					where += ", " + quoted(part.Folder)
				}
				c.Warnings = append(c.Warnings, where+": "+problem)
			}
		}
	}
	for _, pair := range pairParts(a.Parts, b.Parts) {
		d, err := compareParts(pair[0], pair[1])
		if err != nil {
			return nil, err
		}
		c.Databases = append(c.Databases, d)
		c.Differ = c.Differ || d.differs()
	}
	return c, nil
}

// pairParts pairs the bundles of a database; two that are alone are a pair whatever
// they are for.
func pairParts(a, b []Part) [][2]*Part {
	if len(a) == 1 && len(b) == 1 {
		return [][2]*Part{{&a[0], &b[0]}}
	}
	names := func(parts []Part) []string {
		list := make([]string, len(parts))
		for i := range parts {
			list[i] = parts[i].database()
		}
		return list
	}
	var pairs [][2]*Part
	for _, at := range align(names(a), names(b)) {
		var pair [2]*Part
		if at.a >= 0 {
			pair[0] = &a[at.a]
		}
		if at.b >= 0 {
			pair[1] = &b[at.b]
		}
		pairs = append(pairs, pair)
	}
	return pairs
}

// errNoPair is the error where two parts have nothing in common.
var errNoPair = errors.New("there is nothing to compare: a script is compared with another one, or with a bundle's file of the same name")

func compareParts(a, b *Part) (DatabaseChanges, error) {
	d := DatabaseChanges{
		Header: []FieldChange{}, Revisions: []RevisionChange{}, NewFindings: []FindingJSON{}, GoneFindings: []FindingJSON{},
		WayBack: "unknown", Files: []FileChange{}, Doubts: []string{},
	}
	switch {
	case a == nil:
		d.Database, d.OnlyIn = b.database(), "b"
	case b == nil:
		d.Database, d.OnlyIn = a.database(), "a"
	case a.Manifest == nil || b.Manifest == nil:
		return d, d.scripts(a, b)
	default:
		d.Database = b.database()
		d.same(a, b)
		d.Header = header(a.Manifest, b.Manifest)
		d.findings(a.Manifest.Findings, b.Manifest.Findings, d.steps(a, b))
		d.files(a, b)
	}
	return d, nil
}

// differs tells whether there is any change.
func (d *DatabaseChanges) differs() bool {
	return d.OnlyIn != "" || len(d.Files)+len(d.Doubts) > 0 || !d.explained()
}

// explained tells whether the manifests say the same.
func (d *DatabaseChanges) explained() bool {
	return len(d.Header)+len(d.Revisions)+len(d.NewFindings)+len(d.GoneFindings) == 0 && (d.SameDigest == nil || *d.SameDigest)
}

// header compares the facts about whole plans.
func header(a, b *Manifest) []FieldChange {
	f := fields{}
	f.text("change", a.Change, b.Change)
	f.text("database", a.Database, b.Database)
	f.text("direction", a.Direction, b.Direction)
	f.list("from", a.From, b.From)
	f.list("to", a.To, b.To)
	f.number("target_version", a.TargetVersion, b.TargetVersion)
	f.text("transaction", a.Settings.Transaction, b.Settings.Transaction)
	f.text("lock_timeout", a.Settings.LockTimeout, b.Settings.LockTimeout)
	f.text("statement_timeout", a.Settings.StatementTimeout, b.Settings.StatementTimeout)
	f.number("lock_retries", a.Settings.LockRetries, b.Settings.LockRetries)
	f.text("role", a.Settings.Role, b.Settings.Role)
	f.text("search_path", a.Settings.SearchPath, b.Settings.SearchPath)
	tracking := func(t TrackingJSON) string {
		return fmt.Sprintf("%s, %s.%s, log %s (%t)", t.Style, t.Schema, t.Table, t.LogTable, t.Log)
	}
	f.text("tracking", tracking(a.Settings.Tracking), tracking(b.Settings.Tracking))
	f.text("tool", a.Tool.Name+" "+a.Tool.Version, b.Tool.Name+" "+b.Tool.Version)
	return f.all()
}

// findings are new and gone by what they say; lines and columns do not count, nor
// do ids that are others now.
func (d *DatabaseChanges) findings(a, b []FindingJSON, renamed renames) {
	keys := func(list []FindingJSON, renamed renames) []string {
		keys := make([]string, len(list))
		for i, f := range list {
			keys[i] = strings.Join([]string{f.Rule, f.Severity, cmp.Or(renamed[f.Revision], f.Revision), renamed.in(f.Message)}, "\x00")
		}
		return keys
	}
	for _, at := range align(keys(a, renamed), keys(b, nil)) {
		switch {
		case at.a < 0:
			d.NewFindings = append(d.NewFindings, b[at.b])
		case at.b < 0:
			d.GoneFindings = append(d.GoneFindings, a[at.a])
		}
	}
}

// fields collects the facts that changed.
type fields []FieldChange

func (f *fields) list(name string, a, b []string) {
	if !slices.Equal(a, b) {
		*f = append(*f, FieldChange{name, list(a), list(b)})
	}
}

func (f *fields) text(name, a, b string) {
	value := func(text string) []string {
		if text == "" {
			return []string{}
		}
		return []string{text}
	}
	f.list(name, value(a), value(b))
}

func (f *fields) number(name string, a, b int) { f.text(name, fmt.Sprint(a), fmt.Sprint(b)) }

// all are the changes; never nil.
func (f fields) all() []FieldChange { return append([]FieldChange{}, f...) }

// Summary is a line that says how much changed, without a full stop. A revision
// that changed in several databases counts once.
func (c *Changes) Summary() string {
	if !c.Differ {
		return "no difference"
	}
	var more []string
	found, gone, only, same, doubted := 0, 0, 0, true, false
	byID := map[string]*RevisionChange{}
	for i := range c.Databases {
		d := &c.Databases[i]
		for n := range d.Revisions {
			r := &d.Revisions[n]
			if byID[r.ID] == nil {
				byID[r.ID] = &RevisionChange{Change: r.Change}
			}
			byID[r.ID].join(r)
		}
		found, gone = found+len(d.NewFindings), gone+len(d.GoneFindings)
		same = same && d.SamePlan != nil && *d.SamePlan
		doubted = doubted || len(d.Doubts) > 0
		if d.OnlyIn != "" {
			only++
		}
	}
	var n ChangeCounts
	for _, r := range byID {
		r.count(&n)
	}
	more = append(more, n.words()...)
	if found > 0 {
		more = append(more, Count(found, "new finding"))
	}
	if gone > 0 {
		more = append(more, Count(gone, "finding")+" gone")
	}
	if only > 0 {
		more = append(more, Count(only, "database")+" on one side only")
	}
	switch {
	case doubted:
		more = append(more, "the manifests have the same digest, and something else may happen")
	case len(more) == 0 && same:
		return "the same will happen, but files or facts differ"
	case len(more) == 0:
		return "settings or files differ"
	case same:
		more = append(more, "the same will happen")
	}
	return strings.Join(more, ", ")
}

// join adds what changed of the revision in another database.
func (r *RevisionChange) join(other *RevisionChange) {
	r.Edited = r.Edited || other.Edited
	r.Affected = r.Affected || other.Affected
	r.Renamed = r.Renamed || other.Renamed
	if other.Moved != nil {
		r.Moved = other.Moved
	}
	if other.WayBack != nil {
		r.WayBack = other.WayBack
	}
	r.Reworded = (r.Reworded || other.Reworded) && !r.Edited && r.WayBack == nil
}

// words say how many revisions changed, by kind; empty where none did.
func (n ChangeCounts) words() []string {
	var list []string
	for _, kind := range []struct {
		n    int
		what string
	}{
		{n.Added, "added"},
		{n.Removed, "removed"},
		{n.Edited, "edited"},
		{n.Affected, "with other effects"},
		{n.WayBack, "with another way back"},
		{n.Moved, "moved"},
		{n.Renamed, "renamed"},
		{n.Reworded, "only reworded"},
	} {
		switch {
		case kind.n == 0:
		case len(list) == 0:
			list = append(list, Count(kind.n, "revision")+" "+kind.what)
		default:
			list = append(list, fmt.Sprintf("%d %s", kind.n, kind.what))
		}
	}
	return list
}
