package fleet

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/term"
)

// maxLine is how long a line of a list may be.
const maxLine = 1 << 20

// maxBad is how many problems of a list are told.
const maxBad = 20

// ReadTargets reads a list of databases: an address a line, as
// [executor.ParseTarget] takes it; blank lines and those that begin with # are
// passed over. Two lines that lead to the same database are an error. The error
// tells of all lines that are wrong, by their numbers, and holds nothing of what
// stands in them.
func ReadTargets(r io.Reader, name string) ([]Job, error) {
	var jobs []Job
	var bad []string
	first := map[string]int{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	number := 0
	for lines.Scan() {
		number++
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" || text[0] == '#' {
			continue
		}
		target, err := executor.ParseTarget(text)
		if err != nil {
			bad = append(bad, fmt.Sprintf("%s:%d: %v", name, number, err))
			continue
		}
		id := target.Identity()
		if before := first[id]; before > 0 {
			bad = append(bad, fmt.Sprintf("%s:%d: this is the database of line %d, %s", name, number, before, id))
			continue
		}
		first[id] = number
		jobs = append(jobs, Job{Name: id, Line: number, Target: target})
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		bad = append(bad, fmt.Sprintf("%s:%d: the line is too long", name, number+1))
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if n := len(bad); n > maxBad {
		bad = append(bad[:maxBad], fmt.Sprintf("%s has %d more lines that are wrong", name, n-maxBad))
	}
	switch {
	case len(bad) > 0:
		return nil, errors.New(strings.Join(bad, "\n"))
	case len(jobs) == 0:
		return nil, fmt.Errorf("%s names no database", term.Sanitize(name))
	}
	return jobs, nil
}

// Shard is one part of a list that several runs share out, the Part'th of Of.
// The zero value is the whole list.
type Shard struct{ Part, Of int }

// UnmarshalText reads 3/8.
func (s *Shard) UnmarshalText(text []byte) error {
	var rest string
	n, _ := fmt.Sscanf(string(text)+" .", "%d/%d %s", &s.Part, &s.Of, &rest)
	if n != 3 || rest != "." || s.Part < 1 || s.Part > s.Of {
		return errors.New("a shard is written 3/8: the third of eight")
	}
	return nil
}

// Take gives the jobs of the shard. To which one a database belongs follows from
// its host, port and name alone, so that a line more or less moves no others.
func (s Shard) Take(jobs []Job) []Job {
	if s.Of <= 1 {
		return jobs
	}
	var taken []Job
	for _, j := range jobs {
		sum := sha256.Sum256([]byte(j.Name))
		if binary.BigEndian.Uint64(sum[:8])%uint64(s.Of) == uint64(s.Part-1) {
			taken = append(taken, j)
		}
	}
	return taken
}
