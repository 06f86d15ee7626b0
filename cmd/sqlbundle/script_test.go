package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the expected outputs in testdata/script anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sqlbundle": main})
}

// TestScripts runs each script of testdata/script in a folder of its own.
//
// Beside testscript's own commands there is `copytree FROM TO`; $EXAMPLES is
// the folder of the examples. The clock stands still unless a script unsets
// SOURCE_DATE_EPOCH.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("EXAMPLES", examples)
			env.Setenv("SOURCE_DATE_EPOCH", "1795168800") // 2026-11-20T10:00:00Z
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"copytree": copyTree},
	})
}

// copyTree is the command `copytree FROM TO`; TO must not exist.
func copyTree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: copytree FROM TO")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}
