package config

import "testing"

// The good ones are accepted by SET lock_timeout on PostgreSQL 13 to 18.
func TestCheckTimeout(t *testing.T) {
	for _, good := range []string{
		"0", "5", "5s", "500ms", "2min", "1h", "1d", "1 s", "10  min", "1.5s", "0.5h", "0ms",
		"1000us", "2147483647", "24d", "596h", "1.5",
	} {
		if p := checkTimeout(good); p.msg != "" {
			t.Errorf("%q: %s", good, p.msg)
		}
	}
	for _, bad := range []string{
		"", " ", "s", "-1", "+5", "-5s", " 5s", "5s ", "5 ", "5sec", "5S", "5M", "5m", "1.s", ".5s",
		"1.2.3", "010", "00", "0x10", "1e3", "5s;", "5\ns", "5\ts", "5 s s", "2147483648", "25d",
		"99999999999999999999999", "1us", "0.4", "5's", "é",
	} {
		if p := checkTimeout(bad); p.msg == "" {
			t.Errorf("%q is accepted", bad)
		}
	}
}
