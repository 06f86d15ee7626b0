package defect

import (
	"errors"
	"strings"
	"testing"
)

func TestCatch(t *testing.T) {
	list := []int{1}
	for want, work := range map[string]func(){
		"index out of range [3] with length 1, in defect.TestCatch.func1, defect_test.go:": func() { list[len(list)+2]++ },
		"own: no, in defect.TestCatch.func2, defect_test.go:":                              func() { panic("no") },
		"own: one, in here": func() { panic(&Error{"one", "here"}) },
	} {
		err := func() (err error) {
			defer Catch(&err)
			work()
			return nil
		}()
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if err := func() (err error) { defer Catch(&err); return errors.New("x") }(); err == nil || err.Error() != "x" {
		t.Errorf("without a panic: %v", err)
	}
}
