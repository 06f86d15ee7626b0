package lint

import "testing"

// What cannot be found fails for everybody who asks for it: nobody goes on with
// nothing in its place.
func TestOncePanics(t *testing.T) {
	var o once[int]
	for range 2 {
		func() {
			defer func() {
				if recover() != "no answer" {
					t.Error("there is an answer")
				}
			}()
			o.get(func() int { panic("no answer") })
		}()
	}
}
