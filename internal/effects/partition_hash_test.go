package effects

import (
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/catalog"
)

// The hashes are what hashint8extended, hashtextextended, hashbpcharextended and
// uuid_hash_extended give on servers 13 to 18, with the seed of partitions.
func TestHashValue(t *testing.T) {
	r := newRun(catalog.New(16), 0, &newer{})
	for _, test := range []struct {
		typ, text string
		want      int64
	}{
		{"int8", "5", -2840406021921404358},
		{"int2", "-7", -7298374200968567817},
		{"int8", "123456789012345", 1245190300417211467},
		{"text", "abc", 3628778498291917250},
		{"varchar", "abcdefgh", -7754745184861941070},
		{"text", "abcdefghijk", -2046435308545367432},
		{"text", "hello, world! 12345", 2923187863391872375},
		{"text", "", -5700645584453517373},
		{"bpchar", "ab  ", 596009030900183869},
		{"uuid", "A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11", 424513190990560493},
	} {
		got, ok := r.hashValue(&catalog.Column{Type: catalog.Builtin(test.typ)}, value{text: test.text})
		if !ok || int64(got) != test.want {
			t.Errorf("the hash of %s %q is %d, %t, want %d", test.typ, test.text, int64(got), ok, test.want)
		}
	}
	for _, of := range []catalog.Column{
		{Type: catalog.Builtin("numeric")},
		{Type: catalog.Builtin("uuid")},
		{Type: catalog.Builtin("int4")},
		{Type: catalog.Builtin("text"), CollationOID: 1},
	} {
		if _, ok := r.hashValue(&of, value{text: "five"}); ok {
			t.Errorf("the hash of %v is taken to be known", of.Type)
		}
	}
}

// TestHashPartitions is about conditions on keys by hash, as measured on servers
// 13 and 18.
func TestHashPartitions(t *testing.T) {
	for _, test := range []struct{ typ, where, want string }{
		{"text", "k = 'abc'", "h h1"},
		{"text", "k = 'abc' AND v = 1", "h h1"},
		{"text", "v = 1", "h h0 h1 h2"},
		{"text", "k > 'abc'", "h h0 h1 h2"},
		{"uuid", "k = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "h h1"},
		{"numeric", "k = 1", "h h0 h1 h2 ?"},
		{"numeric", "v = 1", "h h0 h1 h2"},
	} {
		c := madeBy(t, 16, "CREATE TABLE h (k "+test.typ+", v int) PARTITION BY HASH (k);"+
			"CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 3, REMAINDER 0);"+
			"CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 3, REMAINDER 1);"+
			"CREATE TABLE h2 PARTITION OF h FOR VALUES WITH (MODULUS 3, REMAINDER 2)")
		e := Apply(c, parsed(t, "DELETE FROM h WHERE "+test.where), 0)
		var got []string
		for _, l := range e.Locks {
			got = append(got, strings.TrimPrefix(l.Relation, "public."))
		}
		if len(e.Unknown) > 0 {
			got = append(got, "?")
		}
		if !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("%s %s: %v, want %s %q", test.typ, test.where, got, test.want, e.Unknown)
		}
	}
}
