package fleet

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func read(t *testing.T, list string) []Job {
	t.Helper()
	t.Setenv("PGPORT", "")
	jobs, err := ReadTargets(strings.NewReader(list), "list")
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

func TestReadTargets(t *testing.T) {
	services := filepath.Join(t.TempDir(), "services")
	if err := os.WriteFile(services, []byte("[tenant]\nhost=far\nport=6\ndbname=away\nuser=u\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PGSERVICEFILE", services)
	jobs := read(t, "service=tenant\n# tenants\r\n\r\npostgres://u:s3cret@Db1.example:5433/shop?sslmode=disable\r\n  host=/run/pg port=5432 user=u dbname='two words' password=s3cret\n# the end\npostgres://u@a:1,b:2/x\nhost=::1 port=7 user=who")
	var got []string
	for _, j := range jobs {
		got = append(got, fmt.Sprintf("%d %s", j.Line, j.Name))
	}
	want := "1 far:6/away|4 db1.example:5433/shop|5 /run/pg:5432/two words|7 a:1,b:2/x|8 [::1]:7/who"
	if g := strings.Join(got, "|"); g != want {
		t.Errorf("the list is read as\n%s, want\n%s", g, want)
	}
}

// What is wrong with a list is told by its lines, and never shows what stands in
// them.
func TestReadTargetsRefuses(t *testing.T) {
	tests := map[string]string{
		"":           "names no database",
		"# none\n\n": "names no database",
		"host=a dbname=x password=s3cret\n\npostgres://me:s3cret@A:5432/x": "list:3: this is the database of line 1, a:5432/x",
		"postgres://u:s3cret@a/x\ns3cret":                                  "list:2: the database's address cannot be read",
		"\ufeff\r\nhost=a dbname=x\nhost=a dbname=x":                       "list:3: this is the database of line 2, a:5432/x",
		"postgres://u:s3cret@[::1/x\npostgres://u:s3cret@a:port/x":         "list:2: the database's address",
		"s3cret" + strings.Repeat("x", maxLine):                            "list:1: the line is too long",
	}
	t.Setenv("PGPORT", "")
	for list, want := range tests {
		jobs, err := ReadTargets(strings.NewReader(list), "list")
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%.40q gives %d jobs and the error %v, want %q", list, len(jobs), err, want)
		}
	}
}

func TestShardUnmarshal(t *testing.T) {
	var s Shard
	if err := s.UnmarshalText([]byte("3/8")); err != nil || s != (Shard{3, 8}) {
		t.Errorf("3/8 is %v, %v", s, err)
	}
	for _, text := range []string{"", "3", "0/8", "9/8", "3/", "a/b", "-1/8", "3/8x", "3/8 4", "3/0"} {
		if err := new(Shard).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken for a shard", text)
		}
	}
}

// Every database is in one shard, whatever else the list holds.
func TestShardTake(t *testing.T) {
	const of = 8
	var short, long strings.Builder
	for i := range 400 {
		line := fmt.Sprintf("host=db dbname=t%d user=u%d password=p%d\n", i, i, i)
		long.WriteString(line)
		if i%2 == 1 {
			short.WriteString(fmt.Sprintf("postgres://other:word@DB/t%d?sslmode=disable\n", i))
		}
	}
	all, half := read(t, long.String()), read(t, short.String())
	where := map[string]int{}
	for part := 1; part <= of; part++ {
		taken := Shard{part, of}.Take(all)
		if len(taken) < 25 || len(taken) > 75 {
			t.Errorf("shard %d has %d of 400", part, len(taken))
		}
		for _, j := range taken {
			if where[j.Name] != 0 {
				t.Errorf("%s is in two shards", j.Name)
			}
			where[j.Name] = part
		}
	}
	if len(where) != 400 {
		t.Errorf("%d of 400 are in a shard", len(where))
	}
	for part := 1; part <= of; part++ {
		for _, j := range (Shard{part, of}).Take(half) {
			if where[j.Name] != part {
				t.Errorf("%s has moved from shard %d to %d", j.Name, where[j.Name], part)
			}
		}
	}
	// Workers of different versions may share a list.
	if where["db:5432/t0"] != 5 || where["db:5432/t1"] != 1 {
		t.Errorf("shards have changed: t0 is in %d, t1 in %d", where["db:5432/t0"], where["db:5432/t1"])
	}
	if n := len(Shard{}.Take(all)); n != 400 {
		t.Errorf("no shard takes %d", n)
	}
}
