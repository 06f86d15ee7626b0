package builtin

import (
	"flag"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/pgtest"
)

var update = flag.Bool("update", false, "write what the servers have into the data")

// TestDataVersions compares the data with servers. With -update it writes what
// they have: all versions' with
//
//	SQLBUNDLE_PG_VERSIONS="13 14 15 16 17 18" go test -run TestDataVersions ./internal/builtin -update
func TestDataVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		for _, m := range measure(t, s.Database(t)) {
			slices.Sort(m.lines)
			m.lines = slices.Compact(m.lines)
			path := "data/" + m.file + ".txt"
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(path, []byte(merge(string(data), s.Major, m)), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			if diff := cmp.Diff(m.lines, m.known(string(data), s.Major)); diff != "" {
				t.Errorf("%s is not what the server of version %s has (-server +data):\n%s", path, s.Version, diff)
			}
		}
	})
}

// known are the lines of a version in a data file that the measure covers.
func (m measured) known(text string, version int) []string {
	var all []string
	for line := range strings.Lines(text) {
		body, has := inVersion(strings.TrimSuffix(line, "\n"), version)
		if has && m.covers(body) {
			all = append(all, body)
		}
	}
	slices.Sort(all)
	return all
}

// merge puts what one version has in the place of what the file says of it.
func merge(text string, version int, m measured) string {
	versions := map[string]map[int]bool{}
	for v := Oldest; v <= Newest; v++ {
		have := measured{covers: everything}.known(text, v)
		if v == version {
			have = slices.DeleteFunc(have, m.covers)
			have = append(have, m.lines...)
		}
		for _, line := range have {
			if versions[line] == nil {
				versions[line] = map[int]bool{}
			}
			versions[line][v] = true
		}
	}
	var out strings.Builder
	for _, line := range slices.Sorted(maps.Keys(versions)) {
		writeRuns(&out, line, versions[line])
	}
	return out.String()
}

// writeRuns writes a line for each run of versions.
func writeRuns(out *strings.Builder, line string, has map[int]bool) {
	for v := Oldest; v <= Newest; v++ {
		if !has[v] {
			continue
		}
		since, until := fmt.Sprint(v), ""
		for has[v+1] {
			v++
		}
		if since == fmt.Sprint(Oldest) {
			since = ""
		}
		if v < Newest {
			until = fmt.Sprint(v)
		}
		if since != "" || until != "" {
			fmt.Fprintf(out, "%s @%s-%s\n", line, since, until)
			continue
		}
		fmt.Fprintln(out, line)
	}
}

func TestMerge(t *testing.T) {
	m := measured{lines: []string{"a 1", "c 3"}, covers: everything}
	got := merge("a 1 @-14\nb 2\nc 3 @16-\n", 15, m)
	want := "a 1 @-15\nb 2 @-14\nb 2 @16-\nc 3 @15-\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	m.covers = func(line string) bool { return line[0] != 'b' }
	if got := merge("b 2\n", 18, m); got != "a 1 @18-\nb 2\nc 3 @18-\n" {
		t.Errorf("what is not covered does not stay:\n%s", got)
	}
}

// TestDataIsWhole checks what bisection and the parsers rely on.
func TestDataIsWhole(t *testing.T) {
	fields := map[string]int{
		"about": 4, "function": 4, "type": 6, "cast": 4, "operator": 5, "opclass": 5, "relation": 2,
		"am": 1, "fdw": 1, "language": 1,
	}
	files := []struct{ text, kind string }{
		{functionData, "function"},
		{typeData, "type"},
		{castData, "cast"},
		{operatorData, "operator"},
		{opclassData, "opclass"},
		{extensionData, ""},
		{otherData, ""},
	}
	size := len(relationData)
	for _, file := range files {
		size += len(file.text)
		all := strings.Split(strings.TrimSuffix(file.text, "\n"), "\n")
		if !slices.IsSorted(all) || len(all) < 40 {
			t.Errorf("the file that begins with %q is not sorted, or too short", all[0])
		}
		for _, line := range all {
			body, _ := inVersion(line, Newest)
			f, kind := strings.Split(body, " "), file.kind
			if kind == "" {
				kind, f = f[1], f[2:]
			}
			if len(f) != fields[kind] || slices.Contains(f, "") {
				t.Errorf("%q has %d fields, not those of a %s", line, len(f), kind)
			}
		}
	}
	if size > 500_000 {
		t.Errorf("the data has grown to %d bytes", size)
	}
}

// allLines are the fields of all lines of a version.
func allLines(text string, version int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, line := range (measured{covers: everything}).known(text, version) {
			if !yield(strings.Split(line, " ")) {
				return
			}
		}
	}
}
