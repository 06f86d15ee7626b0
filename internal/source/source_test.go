package source

import (
	"errors"
	"testing"
	"unicode/utf8"
)

func TestPosition(t *testing.T) {
	f := NewFile("a.sql", "é1\r\nab\n\nc")
	for offset, want := range map[int]string{
		0: "a.sql:1:1", 2: "a.sql:1:2", 5: "a.sql:2:1", 6: "a.sql:2:2", 8: "a.sql:3:1", 9: "a.sql:4:1", 10: "a.sql:4:2", 99: "a.sql:4:2",
	} {
		if got := f.Position(offset).String(); got != want {
			t.Errorf("offset %d is %s, want %s", offset, got, want)
		}
	}
	for n, want := range map[int]string{0: "", 1: "é1", 2: "ab", 3: "", 4: "c", 5: ""} {
		if got := f.Line(n); got != want {
			t.Errorf("line %d is %q, want %q", n, got, want)
		}
	}
}

// A place behind a substitution is shown where its author wrote it.
func TestEditedPosition(t *testing.T) {
	//                     0123456789                 0123456789
	f := NewEdited("a", "SELECT ${name}, x", "SELECT abc, x", []Edit{{Start: 7, End: 10, OrigStart: 7, OrigEnd: 14}})
	for offset, want := range map[int]int{0: 1, 7: 8, 9: 8, 10: 15, 12: 17} {
		if got := f.Position(offset).Column; got != want {
			t.Errorf("offset %d is in column %d, want %d", offset, got, want)
		}
	}
	if !f.Edited(Span{9, 11}) || f.Edited(Span{10, 11}) {
		t.Error("what was substituted is not known")
	}
}

// Errors are sorted by file and by place in the author's text.
func TestErrorList(t *testing.T) {
	b := NewFile("b", "xyz")
	edited := NewEdited("b", "${long}yz", "xyz", []Edit{{Start: 0, End: 1, OrigStart: 0, OrigEnd: 7}})
	list := ErrorList{
		{File: b, Span: Span{2, 3}, Msg: "two"}, {Msg: "none"}, {File: edited, Span: Span{1, 2}, Msg: "eight"}, {File: NewFile("a", ""), Msg: "first"},
	}
	want := "none\na:1:1: first\nb:1:3: two\nb:1:8: eight"
	if got := list.Err().Error(); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	var e *Error
	if !errors.As(list.Err(), &e) || e.Msg != "none" {
		t.Error("the list does not give its problems")
	}
	if (ErrorList{}).Err() != nil {
		t.Error("an empty list is an error")
	}
}

func FuzzPosition(f *testing.F) {
	f.Add("a\nb\r\né", 3)
	f.Fuzz(func(t *testing.T, text string, offset int) {
		if !utf8.ValidString(text) {
			return
		}
		p := NewFile("x", text).Position(offset)
		if p.Line < 1 || p.Column < 1 {
			t.Errorf("%q at %d is %v", text, offset, p)
		}
	})
}
