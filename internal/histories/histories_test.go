package histories

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"sqlbundle/internal/pgtest"
)

var (
	dir    = flag.String("dir", "", "replay every project in this folder instead of our own")
	one    = flag.String("project", "", "only projects whose folder matches this pattern")
	back   = flag.Bool("back", true, "replay the way back of projects, too")
	doubts = flag.Bool("doubts", false, "print the differences that the model said it does not know of")
)

// own are the histories of this project.
var own = []string{"../../examples/helpdesk", "testdata/schema", "testdata/schema_15"}

func TestHistoriesVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, server *pgtest.Server) {
		all := newReport()
		for _, folder := range folders(t) {
			t.Run(filepath.Base(folder), func(t *testing.T) {
				list, err := read(folder, *back)
				if err != nil {
					t.Fatal(err)
				}
				for _, h := range list {
					if h.target <= server.Major {
						run(t, server, h, all)
					}
				}
			})
		}
		all.log(t, *doubts)
		if *dir == "" && len(all.differences)+len(all.lines) > 0 {
			t.Error("the model differs from the server")
		}
	})
}

// folders are where the histories are.
func folders(t *testing.T) []string {
	t.Helper()
	if *dir == "" {
		return own
	}
	entries, err := os.ReadDir(*dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		ok, err := filepath.Match(*one, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if e.IsDir() && (ok || *one == "") {
			list = append(list, filepath.Join(*dir, e.Name()))
		}
	}
	if len(list) == 0 {
		t.Fatalf("no folder of a project in %s (links are not followed)", *dir)
	}
	return list
}
