package fleet

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/term"
)

// screen is a terminal that knows what a board sends.
type screen struct {
	mu    sync.Mutex
	sent  bytes.Buffer
	lines []string // the last one is that of the cursor
}

var control = regexp.MustCompile(`^\x1b\[(\d*)([A-Za-z])`)

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent.Write(p)
	if s.lines == nil {
		s.lines = []string{""}
	}
	for text := string(p); text != ""; {
		last := len(s.lines) - 1
		m := control.FindStringSubmatch(text)
		switch {
		case m != nil && m[2] == "A":
			n := 0
			fmt.Sscan(m[1], &n)
			s.lines = s.lines[:last+1-n] // what is below is erased next
			text = text[len(m[0]):]
		case m != nil && m[2] == "J":
			s.lines[last] = ""
			text = text[len(m[0]):]
		case m != nil && m[2] == "m":
			text = text[len(m[0]):]
		case text[0] == '\n':
			s.lines = append(s.lines, "")
			text = text[1:]
		case text[0] == '\r':
			text = text[1:]
		default:
			s.lines[last] += text[:1]
			text = text[1:]
		}
	}
	return len(p), nil
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.lines, "\n")
}

// play tells a board of three databases.
func play(b *Board, list []Result) {
	say := func(i int, e executor.Event) { b.Note(Note{Job: list[i].Job, Event: &e}) }
	ms := int64(2000)
	for i := range 3 {
		b.Note(Note{Job: list[i].Job})
	}
	say(0, executor.Event{Event: executor.SegmentBegun, Step: 1, Steps: 2, Revision: "b1", Segment: 1, Segments: 3})
	say(2, executor.Event{Event: executor.Waiting, Blockers: []executor.Blocker{{PID: 4711, Application: "night\x1b[2J"}}, Milliseconds: &ms})
	b.Note(Note{Job: list[1].Job, Busy: true})
	b.Note(Note{Job: list[1].Job})
	b.Note(Note{Job: list[1].Job, Busy: true})
}

func TestBoardOnATerminal(t *testing.T) {
	const width = 44
	s := &screen{}
	list := results()
	b := NewBoard(s, func() term.Style { return term.Style{Width: width, Colour: true} }, true, len(list))
	play(b, list)
	for deadline := time.Now().Add(10 * time.Second); s.text() == ""; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no table is drawn")
		}
	}
	want := "0 of 6, 3 under way,  0:00\n" +
		"   0:00  db:5432/a  step 1/2 b1 segment 1/3\n" +
		"   0:00  db:5432/bb  another run is at work\n" +
		"   0:00  db:5432/c  waits for pid 4711 (nig\n"
	if d := cmp.Diff(want, s.text()); d != "" {
		t.Error(d)
	}
	for i := range list {
		b.Note(Note{Job: list[i].Job, Result: &list[i]})
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	text := s.text()
	for _, word := range []string{"under way", "bb", "not begun"} {
		if strings.Contains(text, word) {
			t.Errorf("%q is left on the screen:\n%s", word, text)
		}
	}
	if !strings.HasPrefix(text, "3/6  failed         db:5432/c  2.0 s") || strings.Contains(s.sent.String(), "\x1b[2J") {
		t.Errorf("the screen shows\n%s", text)
	}
}

// On what is no terminal there are lines, and no escapes.
func TestBoardInAFile(t *testing.T) {
	s := &screen{}
	list := results()
	b := NewBoard(s, func() term.Style { return term.Style{} }, true, len(list))
	play(b, list)
	b.Note(Note{Stopping: "no more are begun"})
	b.Note(Note{Job: list[0].Job, Result: &list[0]})
	b.Note(Note{Job: list[5].Job, Result: &list[5]})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	want := `sqlbundle: db:5432/c: waits for pid 4711 (night\x1b[2J)
sqlbundle: db:5432/bb: another run is at work there
sqlbundle: no more are begun
1/6  done           db:5432/a  1.2 s  at b2
`
	if d := cmp.Diff(want, s.sent.String()); d != "" {
		t.Error(d)
	}
}
