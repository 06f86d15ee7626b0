package revisions

import (
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// Revision is one migration file.
type Revision struct {
	// ID is the identity; IDSpan is where it is written.
	ID     string
	IDSpan source.Span
	// Message is the file's first comment line, Description the rest of the
	// leading comment; both may be empty.
	Message     string
	Description string
	// File is where it stands; File.Name is the path that users see.
	File *source.File
	// Parents are the revisions that it revises, in declared order; none for
	// a base, two or more for a merge point.
	Parents []Ref
	// DependsOn are the declared dependencies: revision ids or labels.
	DependsOn []Ref
	// Labels are the branch labels that it declares.
	Labels []Ref
	// Meta are created, author and the configured further fields, as written.
	Meta []Field
	// Nolint are the rules that are silenced for a whole file.
	Nolint []*Nolint
	// Includes are the names of the files that it includes, in order; a file that
	// is included twice stands there twice.
	Includes []string
	// Sections are the parsed sections; nil when only headers were read.
	Sections []*Section
	// Checksum is the SHA-256, in hex, of the file's bytes and then of each
	// included file's, in order; empty when only headers were read.
	Checksum string
}

// Ref is a name of another revision or a label, with its place.
type Ref struct {
	ID   string
	Span source.Span
}

// Field is one header field that is carried along.
type Field struct{ Key, Value string }

// Kind tells what a section is for.
type Kind string

// The kinds of sections: the statements of each direction, and the queries that
// must give true before the upgrade begins and before it is recorded.
const (
	Up      Kind = "up"
	Down    Kind = "down"
	Require Kind = "require"
	Verify  Kind = "verify"
)

// Queries tells whether a section of this kind holds read-only queries.
func (k Kind) Queries() bool { return k == Require || k == Verify }

// Section is the statements of one kind for one database.
type Section struct {
	Kind Kind
	// Database is the db= attribute; empty for the first one configured.
	Database string
	// Span is the section's directive.
	Span source.Span
	// Irreversible holds for `down irreversible REASON`; Reason is its text.
	Irreversible bool
	Reason       string
	// NoTransaction is the attribute: no two statements share a transaction,
	// unless BEGIN and COMMIT are written.
	NoTransaction bool
	// Plain holds for SQL that is no revision's: no script will ever run it.
	Plain      bool
	Statements []*Statement
	// Tail is what stands behind the last statement: comments and blanks.
	Tail string
}

// Statement is one SQL statement as its author wrote it.
type Statement struct {
	// File is where it stands: the revision's own file or an included one.
	File *source.File
	// Span runs from the first token to the last, without the semicolon.
	Span source.Span
	// Lead is what stands before it since the last statement: comments and
	// blanks, directives taken out. Trail is the comment behind its
	// semicolon on the same line.
	Lead, Trail string
	// Node is the parse tree; nil inside raw.
	Node *pgsql.Node
	// Tokens are the statement's tokens without comments; offsets are those
	// of File.Text.
	Tokens []pgsql.Token
	// PsqlNames are the names that psql would take for variables of its own
	// (`[1:n]`).
	PsqlNames []string
	// Raw holds for a statement between raw and end-raw. Node is nil then;
	// RawNode is its tree, to see what it would do: nil where the parser does not
	// know it.
	Raw     bool
	RawNode *pgsql.Node
	// NoTransaction holds where a directive before it says so.
	NoTransaction bool
	// Commit holds where a transaction boundary is asked for before it.
	Commit bool
	// Timeout overrides the configured time limits; nil where none is given.
	Timeout *Timeout
	// Batch says how it is cut into batches; nil where it is not.
	Batch *Batch
	// Nolint are the directives before it.
	Nolint []*Nolint
}

// SQL is the statement's own bytes.
func (s *Statement) SQL() string { return s.File.Slice(s.Span) }

// Timeout is the time limits of a timeout directive, as PostgreSQL reads them
// ("5s", "10min", "0"); empty where not given.
type Timeout struct{ Lock, Statement string }

// Nolint silences rules for a statement or a file.
type Nolint struct {
	File   *source.File
	Span   source.Span
	Rules  []Ref
	Reason string
	// Squawk holds for a comment that is squawk's: the rules are named as there,
	// and none stands for all of them.
	Squawk bool
}
