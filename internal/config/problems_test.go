package config

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestProblemsOfKeys(t *testing.T) {
	checkProblems(t, []string{
		"[projects]\nmigrations = 1",
		"[frobnicate]",
		"[project]\nmigration = []",
		"[project]\ntarget-version=1",
		"[project]\nxyzzy = 1",
		"[project]\nschema = 'x'",
		"schema = 'x'",
		"projct = 'x'",
		"project = 'x'",
		"[lint.rule]\na = 'off'",
		"[lint]\nrules = 'off'",
		"[lint]\npaths = []",
		"[lint.paths]\na = 'off'",
		"[[database]]\nurl = 'x'",
		"[[database.\"a.\\u001b\"]]",
		"[[tracking]]\nshema = 'x'\n[[tracking]]\ntable = 5",
		"[database]\nurl = 'x'",
		"[database]\nmain = 'x'",
		"[database.main]\nuri = 'x'",
		"[database.main.sub]\nurl = 'x'",
		"[database.'../x']",
		"[database.'']",
		"[database.Main]\n[database.main]",
		"[project]\n\"a\\u001b\\u202e\" = 1",
		"\"a\\n\" = 1",
	})
}

func TestProblemsOfRepetition(t *testing.T) {
	checkProblems(t, []string{
		"[bundle]\nrole = 'a'\nrole = 'b'",
		"[bundle]\nrole = 'a'\n[lint]\n[bundle]\nrole = 'b'",
		"[bundle]\nrole = 'a'\n[bundle.role]",
		"bundle.role = 'a'\n[bundle]\ndialect = 'psql'",
		"bundle = {role = 'a'}\n[bundle]\ndialect = 'psql'",
		"[lint]\nrules.a = 'off'\n[lint.rules]\nb = 'off'",
		"[lint.rules]\na = 'off'\n[lint]\nrules.b = 'off'",
		"bundle = {role = 'a', role = 'b'}",
		"[database.main]\nurl='a'\n[database.main]\nname = ''",
		"[lint]\nrules = {a = 'off'}\nrules = {b = 'off'}",
	})
}

func TestProblemsOfTypes(t *testing.T) {
	checkProblems(t, []string{
		"[project]\ntarget_version = '14'",
		"[project]\ntarget_version = 'new'",
		"[project]\ntarget_version = 14.5",
		"[project]\ntarget_version = [14]",
		"[project]\nmigrations = 'db'",
		"[project]\nmigrations = ['a', 1, ['b'], {c=1}, true]",
		"[project]\nmigrations = {a = 'x'}",
		"[tracking]\nschema = 5",
		"[tracking]\nschema = 2020-01-01",
		"[tracking]\nlog = 'true'",
		"[tracking]\nlog = 0",
		"[bundle]\nlock_timeout = 5000",
		"[vars]\nn = 1\nb = true\nl = []\n[vars.t]",
		"[lint.rules]\na = 1\nb.c = 'off'\nd = 'warn'\ne = 'x'\nf = 'Error'",
		"[lint.paths.'a']\nx = 'of'",
		"[database.main]\nurl = 1\nname = []",
	})
}

func TestProblemsOfValues(t *testing.T) {
	long := strings.Repeat("é", 32)
	checkProblems(t, []string{
		"[project]\nmigrations = []",
		"[project]\nmigrations = ['']",
		"[project]\nmigrations = ['/db', '../db', 'a/../../b', 'c:x', 'a\\b', \"a\\n\"]",
		"[project]\nmigrations = ['a', './a/']",
		"[project]\ntemplate = '/etc/passwd'",
		"[project]\ntemplate = 'a/'",
		"[project]\nfile_template = '{rev}_{slug}'",
		"[project]\nfile_template = '{ID}'",
		"[project]\nfile_template = '%(rev)s_%(slug)s'",
		"[project]\nfile_template = '{id'",
		"[project]\nfile_template = '{id}}'",
		"[project]\nfile_template = '{i{d}'",
		"[project]\nfile_template = 'new'",
		"[project]\nfile_template = ''",
		"[project]\nfile_template = '{id}.sql'",
		"[project]\nfile_template = '../{id}'",
		"[project]\npost_write = [' ']",
		"[project]\nmetadata = ['Ticket', 'revises', 'a', 'a']",
		"[project]\nenv_vars = ['A-B', '${A}']",
		"[project]\ntarget_version = 12",
		"[project]\ntarget_version = 19",
		"[project]\ntarget_version = 99999999999999999999",
		"[vars]\na-b = 'x'\n\"c\" = \"\\u0000\"\nd = \"\\u202e\"",
		"[bundle]\nlock_timeout = '0'\nlock_retries = 3",
		"[tracking]\nstyle = 'alembc'",
		"[tracking]\nstyle = 'goose'",
		"[tracking]\nschema = 'pg_temp'",
		"[tracking]\ntable = ''",
		"[tracking]\ntable = '" + long + "'",
		"[tracking]\nlog_table = \"a\\u0000\"",
		"[tracking]\nlog_table = 'x" + strings.Repeat("x", 58) + "'",
		"[tracking]\ntable = 'a'\nlog_table = 'a'",
		"[tracking]\ntable = 'sqlbundle_log'",
		"[tracking]\nstyle = 'alembic'\nlog_table = 'alembic_version'",
		"[bundle]\nlock_timeout = '5 sec'\nstatement_timeout = ''",
		"[bundle]\nlock_timeout = '25d'",
		"[bundle]\nlock_timeout = '1us'",
		"[bundle]\nsearch_path = 'a,,b'",
		"[bundle]\nlock_retries = -1",
		"[bundle]\ntransaction = 'each'",
		"[lint.paths.'/abs/**']\n[lint.paths.'a[']\n[lint.paths.'']",
		"[lint.rules]\n'' = 'off'",
	})
}

func TestProblemsOfLint(t *testing.T) {
	checkProblems(t, []string{
		"[lint]\nsmall_tables = ['a[', ' ', 'a', 'a', 5]",
		"[lint]\nserver_release = '14'",
		"[lint]\nserver_release = 14.2",
		"[lint]\nserver_release = '14.02'",
		"[project]\ntarget_version = 15\n[lint]\nserver_release = '14.2'",
		"[lint]\nserver_release = '15.1'",
		"[lint]\nmax_lock_timeout = '0'\nmin_build_timeout = '1 hour'",
		"[lint]\nmax_locked_tables = 0\nmax_index_columns = 33",
		"[lint]\ntwo_release_drop = 'yes'\nextension_version = true",
		"[lint]\nforbidden_types = ['', 'int, text', 'timestamp with', 'int FROM t', 'int', 'int']",
		"[lint]\nrequired_columns = ['', 'id', 'id', '" + strings.Repeat("x", 64) + "']",
		"[lint]\nnames = 'x'",
		"[lint.names]\ntables = '^a'\nindex = '('\ncolumn = 5\ncheck = ''\nschema = \"\\u0000\"",
		"[lint.names]\nindex = 'a'\nindex = 'b'",
	})
}

func TestProblemsOfSyntax(t *testing.T) {
	checkProblems(t, []string{
		"[bundle]\nrole = x\n[lint]\nrequire_reason = 'y'",
		"[bundle]\nrole = \"x\n[lint]\nrequire_reason = 'y'",
		"[bundle\nrole = 1\n[lint]\nrequire_reason = 'y'",
		"[project]\nmigrations = ['a'\n\n[lint]\nx = 1",
		"[project]\nmigrations = ['a',\nfile_template = '{x}'",
		"[project]\nmigrations = [\n  'a',\n  b,\n  'c'\n]\nx = 1",
		"[project]\nmigrations = [\n  'a',\n",
		"# c\n[bundle]\nrole = '''a\n\n[lint]\nx = 1\n",
		"[bundle]\nrole = 'a' 'b'\nx = 1",
		"[bundle]\nrole = „x“\n",
		"[bundle]\nrole = \"\\é\"",
		"[bundle]\nrole = 5s\nlog = True\nx = truth",
		"[bundle]\nrole\nx = 1",
		"[bundle]\nrole =\nx = 1",
		"[bundle]\nrole = ",
		"é = 1",
		"a = \x00",
		"a = 'é' \xff\xfe",
		"# \xe9",
	})
}

// All problems of a file come in one run, in the order of the file.
func TestManyProblems(t *testing.T) {
	checkProblems(t, []string{`
[project]
migratons = ["migrations"]
target_version = 12
[tracking]
stile = "alembic"
table = oops
[bundel]
x = 1
[bundle]
transaction = "al"
dialect = "plian"
`})
}

// checkProblems holds the problems of each text against the golden file of the
// test.
func checkProblems(t *testing.T, texts []string) {
	t.Helper()
	var got strings.Builder
	for _, text := range texts {
		quoted := strconv.Quote(text)
		fmt.Fprintf(&got, "%s\n", quoted[1:len(quoted)-1])
		for _, p := range problems(t, text) {
			fmt.Fprintf(&got, "\t%s\n", p)
		}
	}
	golden := filepath.Join("testdata", t.Name()+".golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}
