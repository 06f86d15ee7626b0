package revisions

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	"sqlbundle/internal/source"
)

// Sum is what sqlbundle.sum says: which revisions have been released, and what
// they were then.
type Sum struct {
	// File is what was read; nil for a file that does not exist yet.
	File *source.File
	// Entries are sorted by id.
	Entries []SumEntry
}

// SumEntry is a revision that has been released.
type SumEntry struct {
	ID string
	// File is the checksum of the revision's files, see [Revision.Checksum],
	// Statements that of its statements alone; SHA-256 in hex.
	File, Statements string
	// Span is the entry's line.
	Span source.Span
}

// SumName is the name of the file, beside the configuration.
const SumName = "sqlbundle.sum"

// sumHeader is the first line of the file.
const sumHeader = "# Released revisions: id, SHA-256 of the file, SHA-256 of its statements. Written by sqlbundle release.\n"

var sumLine = regexp.MustCompile(`^([A-Za-z0-9_.]{1,64}) ([0-9a-f]{64}) ([0-9a-f]{64})$`)

// ParseSum reads the text of the file. Lines may come in any order and twice, as
// merges leave them; two that differ about one revision are an error. The error
// is a [source.ErrorList].
func ParseSum(name, text string) (*Sum, error) {
	text = strings.TrimPrefix(text, byteOrderMark)
	s := &Sum{File: source.NewFile(name, text)}
	var errs source.ErrorList
	seen := map[string]SumEntry{}
	offset := 0
	for line := range strings.Lines(text) {
		span := source.Span{Start: offset, End: offset + len(strings.TrimRight(line, "\r\n"))}
		offset += len(line)
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		parts := sumLine.FindStringSubmatch(trimmed)
		if parts == nil {
			errs.Add(&source.Error{
				File: s.File, Span: span, Msg: "is not an id and two checksums",
				Hint: "where a merge left its marks, keep the lines of both sides",
			})
			continue
		}
		e := SumEntry{parts[1], parts[2], parts[3], span}
		old, known := seen[e.ID]
		switch {
		case !known:
			seen[e.ID] = e
			s.Entries = append(s.Entries, e)
		case old.File != e.File || old.Statements != e.Statements:
			errs.Add(&source.Error{
				File: s.File, Span: span, Msg: "revision " + e.ID + " was released twice with different content",
				Hint: "keep the line of what has gone out",
			})
		}
	}
	s.sort()
	return s, errs.Err()
}

func (s *Sum) sort() {
	sort.Slice(s.Entries, func(i, j int) bool { return s.Entries[i].ID < s.Entries[j].ID })
}

// Entry is the one of a revision; ok is false where it has not been released.
func (s *Sum) Entry(id string) (e SumEntry, ok bool) {
	at, ok := s.find(id)
	if !ok {
		return SumEntry{}, false
	}
	return s.Entries[at], true
}

// find is the place of a revision's entry, or where it would have to stand.
func (s *Sum) find(id string) (at int, ok bool) {
	return slices.BinarySearchFunc(s.Entries, id, func(e SumEntry, id string) int { return strings.Compare(e.ID, id) })
}

// IDs are the ids of what has been released.
func (s *Sum) IDs() map[string]bool {
	ids := map[string]bool{}
	for _, e := range s.Entries {
		ids[e.ID] = true
	}
	return ids
}

// Add records a revision as released, in the place of what is said of it.
func (s *Sum) Add(rev *Revision) {
	e := SumEntry{ID: rev.ID, File: rev.Checksum, Statements: rev.StatementsChecksum()}
	if at, known := s.find(rev.ID); known {
		s.Entries[at] = e
	} else {
		s.Entries = slices.Insert(s.Entries, at, e)
	}
}

// Text is the file's text: a line an entry, sorted by id, so that two branches
// seldom touch the same place.
func (s *Sum) Text() string {
	var b strings.Builder
	b.WriteString(sumHeader)
	for _, e := range s.Entries {
		fmt.Fprintf(&b, "%s %s %s\n", e.ID, e.File, e.Statements)
	}
	return b.String()
}

// StatementsChecksum is the SHA-256, in hex, of what the revision does: the
// tokens of its statements, by section, with what decides how they run. Comments
// and white space do not count.
func (r *Revision) StatementsChecksum() string {
	h := sha256.New()
	for _, s := range r.Sections {
		fmt.Fprintf(h, "%q %q %t %t\n", s.Kind, s.Database, s.NoTransaction, s.Irreversible)
		for _, st := range s.Statements {
			fmt.Fprintf(h, "%t %t %v\n", st.NoTransaction, st.Commit, limits(st.Timeout))
			if b := st.Batch; b != nil {
				fmt.Fprintf(h, "%q %d %d\n", b.Key, b.Size, b.Pause)
			}
			for _, t := range st.Tokens {
				fmt.Fprintf(h, "%q\n", st.File.Text[t.Start:t.End])
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func limits(t *Timeout) Timeout {
	if t == nil {
		return Timeout{}
	}
	return *t
}
