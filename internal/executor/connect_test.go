package executor

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseTarget(t *testing.T) {
	for _, name := range []string{"PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSERVICE"} {
		t.Setenv(name, "")
	}
	for address, want := range map[string]string{
		"postgres://u@db1:6000/shop":                               "db1 6000 shop",
		"postgres://u:p@%2Frun%2Fpg:6000/shop":                     "/run/pg 6000 shop",
		"postgresql://%2frun%2fpg/shop?connect_timeout=3":          "/run/pg 5432 shop",
		"host=db1 dbname=shop keepalives=1 keepalives_idle=30":     "db1 5432 shop",
		"host=db1 dbname=shop gssencmode=disable sslcompression=0": "db1 5432 shop",
	} {
		target, err := ParseTarget(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		c := target.config
		if got := fmt.Sprint(c.Host, " ", c.Port, " ", c.Database); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
		if len(c.RuntimeParams) > 0 {
			t.Errorf("%s: the server gets %v", address, c.RuntimeParams)
		}
	}
	for address, want := range map[string]string{
		"host=db1 hostaddr=10.0.0.1 dbname=shop":      "hostaddr, which this program does not know",
		"host=db1 sslcrl=/etc/crl dbname=shop":        "sslcrl, which",
		"host=db1 dbname=shop password=sesame open=1": "cannot be read",
		"postgres://u:ses/ame@db1/shop":               "cannot be read",
	} {
		_, err := ParseTarget(address)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", address, err, want)
		} else if strings.Contains(err.Error(), "ses") || strings.Contains(err.Error(), "open") {
			t.Errorf("%s: a part of the password is shown: %v", address, err)
		}
	}
	t.Setenv("PGHOSTADDR", "10.0.0.1")
	if _, err := ParseTarget("dbname=shop"); err == nil || !strings.Contains(err.Error(), "PGHOSTADDR is set") {
		t.Errorf("PGHOSTADDR: %v", err)
	}
}

// TestServiceFiles holds that a service is looked for in the user's file, then in
// that of the system.
func TestServiceFiles(t *testing.T) {
	home, system := t.TempDir(), filepath.Join(t.TempDir(), `it's a\folder`)
	t.Setenv("HOME", home)
	t.Setenv("PGSYSCONFDIR", system)
	for _, name := range []string{"PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSERVICE", "PGSERVICEFILE"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(system, "pg_service.conf"), "[shop]\nhost=far\ndbname=shop\n[club]\nhost=far\ndbname=club\n")
	host := func(address string) string {
		t.Helper()
		target, err := ParseTarget(address)
		if err != nil {
			return err.Error()
		}
		return target.config.Host + " " + target.config.Database
	}
	same := func(address, want string) {
		t.Helper()
		if got := host(address); got != want {
			t.Errorf("%q: %s, want %s", address, got, want)
		}
	}
	same("service=shop", "far shop")
	same("postgres://?service=shop", "far shop")
	same("postgres:///?service=club&port=7", "far club")
	write(filepath.Join(home, ".pg_service.conf"), "[shop]\nhost=near\ndbname=shop\n")
	same("service=shop", "near shop")
	same("service=club dbname=other", "far other")
	if got := host("service=none"); !strings.Contains(got, "no service file has") {
		t.Errorf("no such service: %s", got)
	}
	t.Setenv("PGSERVICE", "club")
	same("", "far club")
}

// TestPasswordFile holds that a password file that others may read is passed
// over.
func TestPasswordFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pgpass")
	if err := os.WriteFile(name, []byte("db1:*:*:*:sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PGPASSFILE", name)
	t.Setenv("PGPASSWORD", "")
	for mode, want := range map[os.FileMode]string{0o600: "sesame", 0o640: "", 0o604: ""} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"host=db1 user=u dbname=shop", "postgres://u@db1/shop", "postgres://u@db1/shop?port=7"} {
			target, err := ParseTarget(address)
			if err != nil {
				t.Fatal(err)
			}
			if got := target.config.Password; got != want {
				t.Errorf("%v, %s: the password is %q, want %q", mode, address, got, want)
			}
		}
	}
	for address, want := range map[string]string{"host=/run/pg/ user=u dbname=shop": "/run/pg:5432/shop", "host=DB1 user=u dbname=shop": "db1:5432/shop"} {
		target, err := ParseTarget(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := target.Identity(); got != want {
			t.Errorf("%s is %s, want %s", address, got, want)
		}
	}
}
