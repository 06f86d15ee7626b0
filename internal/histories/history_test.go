package histories

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/config"
	"sqlbundle/internal/pgsql"
	"sqlbundle/revisions"
)

// history is what happens to one database.
type history struct {
	name string
	// path is the search_path with which each revision begins; empty for the
	// server's.
	path string
	// target is the lowest version that it is made for; 0 for any.
	target    int
	revisions []revision
}

// revision is a run of statements.
type revision struct {
	name       string
	statements []statement
}

// statement is a text and, where the parser knows it, its tree.
type statement struct {
	sql  string
	node *pgsql.Node
}

// read finds the histories in a folder: one for each database of a project, one
// for plain files. With back, each goes up and down again.
func read(folder string, back bool) ([]history, error) {
	if text, err := os.ReadFile(filepath.Join(folder, config.FileName)); err == nil {
		return readProject(folder, text, back)
	}
	return readPlain(folder)
}

// readPlain reads .sql files that the parser knows as a whole. A number behind
// the folder's name is the lowest version that they are made for.
func readPlain(folder string) ([]history, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".sql") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		return nil, err
	}
	slices.Sort(files)
	h := history{name: filepath.Base(folder)}
	if _, version, ok := strings.Cut(h.name, "_"); ok {
		h.target, _ = strconv.Atoi(version)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		rev := revision{name: strings.TrimSuffix(filepath.Base(file), ".sql")}
		stmts, err := pgsql.Parse(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, s := range stmts {
			sql := string(text)[s.StmtLocation:]
			if s.StmtLen > 0 {
				sql = sql[:s.StmtLen]
			}
			rev.statements = append(rev.statements, statement{strings.TrimSpace(sql), s.Stmt})
		}
		h.revisions = append(h.revisions, rev)
	}
	return []history{h}, nil
}

// readProject reads all revisions of a project, in the order of an upgrade. Files
// in its folder "before" make what the project takes to be there.
func readProject(folder string, text []byte, back bool) ([]history, error) {
	cfg, err := config.Load(config.FileName, text)
	if err != nil {
		return nil, err
	}
	names := databases(cfg)
	g, err := readGraph(folder, cfg, names)
	if err != nil {
		return nil, err
	}
	steps, err := g.Upgrade(nil, "heads")
	if err != nil {
		return nil, err
	}
	if back {
		steps = append(steps, g.Undo(nil, steps)...)
	}
	var all []history
	for _, name := range names {
		h := history{
			name: strings.Trim(filepath.Base(folder)+" "+name, " "), path: cfg.Bundle.SearchPath,
			target: cfg.Project.TargetVersion, revisions: fromSteps(steps, name),
		}
		if before, err := readPlain(filepath.Join(folder, "before")); err == nil && len(before) > 0 {
			h.revisions = append(before[0].revisions, h.revisions...)
		}
		all = append(all, h)
	}
	return all, nil
}

func readGraph(folder string, cfg *config.Config, databases []string) (*graph.Graph, error) {
	options := revisions.Options{
		Locations: cfg.Project.Migrations, Databases: databases, Metadata: cfg.Project.Metadata,
		TargetVersion: cfg.Project.TargetVersion,
		Var:           func(name string) (string, bool) { value, ok := cfg.Vars[name]; return value, ok },
	}
	for name := range cfg.Vars {
		options.VarNames = append(options.VarNames, name)
	}
	slices.Sort(options.VarNames)
	revs, err := revisions.Load(context.Background(), os.DirFS(folder), options)
	if err != nil {
		return nil, err
	}
	return graph.New(revs)
}

func fromSteps(steps []graph.Step, database string) []revision {
	var all []revision
	for _, step := range steps {
		section := compiler.Section(step.Revision, step.Direction, database)
		if section == nil {
			continue
		}
		rev := revision{name: step.Revision.ID}
		if step.Direction == graph.Downgrade {
			rev.name += " back"
		}
		for _, s := range section.Statements {
			node := s.Node
			if stmts, err := pgsql.Parse(s.SQL()); node == nil && err == nil && len(stmts) == 1 { // stands in raw
				node = stmts[0].Stmt
			}
			if node.GetTransactionStmt() == nil && !steersTransaction(node.GetVariableSetStmt()) {
				rev.statements = append(rev.statements, statement{s.SQL(), node})
			}
		}
		all = append(all, rev)
	}
	return all
}

// steersTransaction tells whether a SET is about the transaction that it stands
// in, which must have done nothing before.
func steersTransaction(n *pg.VariableSetStmt) bool {
	return n.GetKind() == pg.VariableSetKind_VAR_SET_MULTI && n.GetName() == "TRANSACTION"
}

// databases are the configured names; one unnamed where there are none.
func databases(cfg *config.Config) []string {
	if len(cfg.Databases) == 0 {
		return []string{""}
	}
	var names []string
	for _, d := range cfg.Databases {
		names = append(names, d.Name)
	}
	return names
}
