package effects

import "testing"

// The hashes are what hashint8extended gives on servers 13 to 18, with the seed
// of partitions.
func TestHashInteger(t *testing.T) {
	for text, want := range map[string]int64{
		"5": -2840406021921404358, "-7": -7298374200968567817, "123456789012345": 1245190300417211467,
	} {
		if got, ok := hashInteger("int8", value{text: text}); !ok || int64(got) != want {
			t.Errorf("the hash of %s is %d, %t, want %d", text, int64(got), ok, want)
		}
	}
	if _, ok := hashInteger("text", value{text: "5"}); ok {
		t.Error("text is hashed")
	}
}
