package fleet

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/term"
)

// Board tells people how it goes, on a stream: a line for each database that has
// ended and for what is worth a line meanwhile; on a terminal also a table of
// those that are under way, which is drawn anew in its place.
type Board struct {
	w     io.Writer
	style func() term.Style
	total int

	mu      sync.Mutex
	live    bool // a terminal that can move its cursor
	rows    []*boardRow
	count   map[Outcome]int
	ended   int
	began   time.Time
	drawn   int // lines of the table on the screen
	closing chan struct{}
	closed  sync.WaitGroup
	err     error
}

// boardRow is a database that is under way.
type boardRow struct {
	job   *Job
	began time.Time
	doing string
	// waits is what keeps it from going on; empty for nothing.
	waits string
	busy  bool // another run was at work there
}

// Redrawn is how often the table is drawn.
const redrawn = 250 * time.Millisecond

// maxRows is how many rows the table has: it has to fit on a terminal.
const maxRows = 12

// NewBoard makes a board for a number of databases. style is asked at each
// drawing, since a window may be made smaller; live wants the table where the
// stream is a terminal. [Board.Close] ends it.
func NewBoard(w io.Writer, style func() term.Style, live bool, total int) *Board {
	b := &Board{w: w, style: style, total: total, live: live && style().Width > 0, count: map[Outcome]int{}, began: time.Now(), closing: make(chan struct{})}
	if b.live {
		b.closed.Add(1)
		go b.loop()
	}
	return b
}

func (b *Board) loop() {
	defer b.closed.Done()
	tick := time.NewTicker(redrawn)
	defer tick.Stop()
	for {
		select {
		case <-b.closing:
			return
		case <-tick.C:
			b.mu.Lock()
			b.write("")
			b.mu.Unlock()
		}
	}
}

// Close takes the table off the screen, and gives the first error of writing.
func (b *Board) Close() error {
	close(b.closing)
	b.closed.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.live = false
	b.write("")
	return b.err
}

// Note takes what has happened.
func (b *Board) Note(n Note) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case n.Stopping != "":
		b.write("sqlbundle: " + n.Stopping + "\n")
	case n.Result != nil:
		b.rows = slices.DeleteFunc(b.rows, func(r *boardRow) bool { return r.job == n.Job })
		b.ended++
		b.count[n.Result.Outcome]++
		// The table counts what is done; so does the report that follows.
		if n.Result.Outcome != NotBegun && !(b.live && n.Result.Done()) {
			b.write(fmt.Sprintf("%*d/%d  %s", len(fmt.Sprint(b.total)), b.ended, b.total, n.Result.line(0, b.style())))
		}
	case n.Event != nil:
		b.event(b.row(n.Job), *n.Event)
	case n.Busy:
		row := b.row(n.Job)
		if row.doing = "is visited again"; !row.busy {
			row.waits = "another run is at work there"
			b.told(row)
		}
		row.busy = true
	default:
		b.row(n.Job).doing = "begins"
	}
}

// row is that of a job.
func (b *Board) row(j *Job) *boardRow {
	i := slices.IndexFunc(b.rows, func(r *boardRow) bool { return r.job == j })
	if i < 0 {
		i = len(b.rows)
		b.rows = append(b.rows, &boardRow{job: j, began: time.Now()})
	}
	return b.rows[i]
}

// event changes a row; what a person should know without a table too, gets a
// line.
func (b *Board) event(row *boardRow, e executor.Event) {
	switch e.Event {
	case executor.Connected:
		row.doing, row.waits = strings.TrimSuffix(e.Script, ".sql"), ""
	case executor.SegmentBegun:
		row.doing, row.waits = fmt.Sprintf("step %d/%d %s segment %d/%d", e.Step, e.Steps, e.Revision, e.Segment, e.Segments), ""
		if e.Steps == 0 {
			row.doing = fmt.Sprintf("taking back %s segment %d/%d", e.Revision, e.Segment, e.Segments)
		}
	case executor.SegmentDone, executor.StatementDone:
		row.waits = ""
	case executor.Progress:
		row.doing = e.Phase
		if e.Total > 0 {
			row.doing += fmt.Sprintf(" %d %%", e.Done*100/e.Total)
		}
	case executor.Waiting:
		row.waits = ""
		for _, k := range e.Blockers {
			row.waits = fmt.Sprintf("waits for pid %d (%s)", k.PID, k.Application)
		}
		b.told(row)
	case executor.Retrying, executor.Reconnecting:
		row.waits = e.Message + ", trying again"
		b.told(row)
	}
}

// told says in a line what keeps a database, where there is no table.
func (b *Board) told(row *boardRow) {
	if !b.live && row.waits != "" {
		b.write(fmt.Sprintf("sqlbundle: %s: %s\n", row.job.Name, term.Sanitize(row.waits)))
	}
}

// write writes lines above the table and draws it anew.
func (b *Board) write(lines string) {
	var text strings.Builder
	if b.drawn > 0 {
		fmt.Fprintf(&text, "\x1b[%dA\r\x1b[J", b.drawn)
		b.drawn = 0
	}
	text.WriteString(lines)
	if b.live {
		for _, line := range b.table() {
			text.WriteString(line + "\n")
			b.drawn++
		}
	}
	if text.Len() == 0 {
		return
	}
	if _, err := io.WriteString(b.w, text.String()); b.err == nil {
		b.err = err
	}
}

// table are the lines that show how it stands, none wider than the terminal.
func (b *Board) table() []string {
	style := b.style()
	width := max(20, style.Width-1)
	head := fmt.Sprintf("%d of %d, %d under way, %s", b.ended, b.total, len(b.rows), clock(time.Since(b.began)))
	for _, o := range Outcomes {
		if n := b.count[o]; n > 0 {
			head += fmt.Sprintf(", %d %s", n, o)
		}
	}
	lines := []string{style.Bold(cut(head, width))}
	for i, row := range b.rows {
		if i == maxRows {
			lines = append(lines, cut(fmt.Sprintf("  … and %d more", len(b.rows)-i), width))
			break
		}
		text := fmt.Sprintf("  %s  %s  ", clock(time.Since(row.began)), row.job.Name)
		if row.waits != "" {
			text += row.waits + "; "
		}
		text = cut(term.Sanitize(text+row.doing), width)
		if row.waits != "" {
			text = style.Yellow(text)
		}
		lines = append(lines, text)
	}
	return lines
}

func clock(d time.Duration) string {
	s := int(d.Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%2d:%02d", s/60, s%60)
}

// cut shortens a line to a number of columns; letters of the far East take two.
func cut(text string, width int) string {
	columns := 0
	for i, c := range text {
		n := 1
		if c >= 0x1100 {
			n = 2
		}
		if columns+n > width {
			return text[:i]
		}
		columns += n
	}
	return text
}
