package executor

import (
	"fmt"
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
