package compiler_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/compiler"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// TestOrderOfFiles holds that scripts and manifests are the same, byte for
// byte, in whatever order the files were read.
func TestOrderOfFiles(t *testing.T) {
	dirs := map[string]goldenCase{}
	for _, dir := range cases(t) {
		dirs[dir] = readCase(t, dir)
	}
	dirs["../examples/helpdesk"] = helpdesk(t)
	delete(dirs, filepath.Join("testdata", "stamp")) // heads are in the order of their files
	for dir, c := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			want := everything(t, c, dir, inOrder)
			for seed := range uint64(5) {
				random := rand.New(rand.NewPCG(seed, 1))
				got := everything(t, c, dir, func(revs []*revisions.Revision) {
					random.Shuffle(len(revs), func(i, j int) { revs[i], revs[j] = revs[j], revs[i] })
				})
				if got != want {
					same(t, "what is written", strings.Split(got, "\n"), strings.Split(want, "\n"))
					return
				}
			}
		})
	}
}

// helpdesk is the example as a case.
func helpdesk(t *testing.T) goldenCase {
	t.Helper()
	text, err := os.ReadFile("../examples/helpdesk/sqlbundle.toml")
	if err != nil {
		t.Fatal(err)
	}
	return goldenCase{Config: string(text), Scripts: []string{
		"upgrade heads", "downgrade HEADS:base", "upgrade --database analytics heads", "downgrade HEADS:1975ea83b712", "stamp heads",
	}}
}

// everything is all that is written of a case.
func everything(t *testing.T, c goldenCase, dir string, reorder func([]*revisions.Revision)) string {
	t.Helper()
	var b strings.Builder
	plans, _ := c.plansIn(t, dir, reorder)
	for _, plan := range plans {
		sql, manifest := script(t, plan)
		b.WriteString(sql + manifest)
	}
	return b.String()
}

// TestDigest holds that the plan's digest follows what happens, and nothing
// else.
func TestDigest(t *testing.T) {
	plan := func(up, config string) *compiler.Plan {
		t.Helper()
		p, err := load(one(up), config)
		if err != nil {
			t.Fatal(problems(err))
		}
		plan, err := p.compile("upgrade head")
		if err != nil {
			t.Fatal(problems(err))
		}
		return plan
	}
	const up = "SELECT 1;\nSELECT 2;"
	want := plan(up, "").Digest()
	for _, other := range []struct{ up, config string }{
		{"-- why\nSELECT 1; -- and what\n\n\nSELECT 2", ""},
		{up, "[lint.rules]\nmultiple-heads = 'off'\n"},
		{up, "[project]\nfile_template = '{id}'\n"},
	} {
		if got := plan(other.up, other.config).Digest(); got != want {
			t.Errorf("%q %q: the digest differs", other.up, other.config)
		}
	}
	for _, other := range []struct{ up, config string }{
		{"SELECT 1;\nSELECT  2;", ""},
		{"SELECT 2;\nSELECT 1;", ""},
		{"SELECT 1;\n-- sqlbundle:commit\nSELECT 2;", ""},
		{"SELECT 1;\n-- sqlbundle:timeout lock=1s\nSELECT 2;", ""},
		{"BEGIN ISOLATION LEVEL SERIALIZABLE;\nSELECT 1;\nSELECT 2;\nCOMMIT;", ""},
		{up, "[bundle]\nlock_timeout = '1s'\n"},
		{up, "[bundle]\nrole = 'x'\n"},
		{up, "[tracking]\ntable = 'x'\n"},
		{up, "[project]\ntarget_version = 15\n"},
		{up, "[database.x]\n"},
	} {
		if got := plan(other.up, other.config).Digest(); got == want {
			t.Errorf("%q %q: the digest is the same", other.up, other.config)
		}
	}
}

// TestWayBack holds that the way back of a plan ends where the plan starts,
// with its steps in reverse order, on a database that stands on branches too.
func TestWayBack(t *testing.T) {
	c := helpdesk(t)
	p, err := load(os.DirFS("../examples/helpdesk"), c.Config)
	if err != nil {
		t.Fatal(problems(err))
	}
	for _, command := range []string{"upgrade heads", "upgrade rep003", "upgrade 1975ea83b712,rep001:heads", "upgrade 0b6f1e8c47d5:head"} {
		req, err := p.request(command)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := compiler.Compile(p.graph, req)
		if err != nil {
			t.Fatal(problems(err))
		}
		back, err := compiler.WayBack(p.graph, req, plan)
		if err != nil {
			t.Fatal(problems(err))
		}
		same(t, command+": start", back.From, plan.To)
		same(t, command+": end", back.To, plan.From)
		n := len(plan.Steps)
		for i, step := range back.Steps {
			same(t, command+": step", step.ID(), plan.Steps[n-1-i].ID())
		}
		if _, err := out.NewBundle(plan, back, nil); err != nil {
			t.Error(err)
		}
	}
}
