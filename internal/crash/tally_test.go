package crash

import (
	"fmt"
	"strings"
	"sync"
)

// tally counts what was done, for what is printed.
type tally struct {
	sync.Mutex
	modes map[mode]int
	all   int
	// held counts the statements that were to be held up, waited those that were.
	held, waited int
	// refused counts the rollbacks of backMode that refused to go back at once.
	refused int
}

// total counts the cuts of this process.
var total tally

func (c *tally) cut(m mode) {
	c.Lock()
	defer c.Unlock()
	if c.modes == nil {
		c.modes = map[mode]int{}
	}
	c.modes[m]++
	c.all++
}

func (c *tally) refuse() {
	c.Lock()
	defer c.Unlock()
	c.refused++
}

func (c *tally) hold(waited bool) {
	c.Lock()
	defer c.Unlock()
	c.held++
	if waited {
		c.waited++
	}
}

// String is "12 cuts (upgrade 5, rollback 7, …), 3 of 3 statements held up, 2
// rollbacks refused at first".
func (c *tally) String() string {
	c.Lock()
	defer c.Unlock()
	parts := make([]string, len(modes()))
	for i, m := range modes() {
		parts[i] = fmt.Sprintf("%s %d", m, c.modes[m])
	}
	return fmt.Sprintf("%d cuts (%s), %d of %d statements held up, %d rollbacks refused at first",
		c.all, strings.Join(parts, ", "), c.waited, c.held, c.refused)
}
