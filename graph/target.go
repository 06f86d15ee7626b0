package graph

import (
	"math"
	"strconv"
	"strings"
)

// target is a text that names revisions, taken apart.
type target struct {
	text string
	// branch is what stands before the @.
	branch    string
	hasBranch bool
	// symbol is a word, an id or a label; empty in a relative target that
	// starts from the rows.
	symbol string
	// offset is +N or -N as written, steps its value; empty in an absolute
	// target.
	offset string
	steps  int
}

// parseTarget takes a target of upgrade, downgrade or history apart. What
// could be read in two ways is a name before it is a walk: `release-2024` is
// the label of that name where there is one, else 2024 below `release`.
func (g *Graph) parseTarget(text string) (target, error) {
	t, err := splitBranch(text)
	if err != nil {
		return t, err
	}
	symbol, offset := splitOffset(t.symbol)
	if offset == "" || !g.isWalk(t.symbol, symbol) {
		return t, nil
	}
	t.symbol, t.offset = symbol, offset
	steps, err := strconv.Atoi(offset)
	if err != nil || steps > math.MaxInt32 || steps < -math.MaxInt32 {
		steps = math.MaxInt32 // further than any walk can go
		if offset[0] == '-' {
			steps = -steps
		}
	}
	t.steps = steps
	return t, nil
}

// splitBranch parses an absolute identifier: all after the @ is the symbol.
func splitBranch(text string) (target, error) {
	t := target{text: text, symbol: text}
	if branch, symbol, ok := strings.Cut(text, "@"); ok {
		t.branch, t.symbol, t.hasBranch = branch, symbol, true
	}
	if t.symbol == "" {
		return t, &UnknownRevisionError{Target: text, Why: "write a revision id, a label, head, heads or base"}
	}
	if strings.Contains(t.symbol, "@") {
		return t, &UnknownRevisionError{Ref: text, Target: text, Why: "only one @ is allowed, as in branch@head"}
	}
	return t, nil
}

// splitOffset cuts +N or -N from the end; the offset is empty where there is
// none.
func splitOffset(text string) (symbol, offset string) {
	i := len(text)
	for i > 0 && text[i-1] >= '0' && text[i-1] <= '9' {
		i--
	}
	if i == len(text) || i == 0 || text[i-1] != '+' && text[i-1] != '-' {
		return text, ""
	}
	return text[:i-1], text[i-1:]
}

// isWalk decides between a name and a walk from symbol.
func (g *Graph) isWalk(whole, symbol string) bool {
	if _, known := g.exact(whole); known {
		return false
	}
	if _, known := g.exact(symbol); known || symbol == "" || isWord(symbol) {
		return true
	}
	return len(g.startingWith(whole, nil)) == 0
}

// isWord tells the words that stand for revisions from names.
func isWord(symbol string) bool {
	return symbol == "head" || symbol == "heads" || symbol == "base"
}

// filters tells whether the branch restricts anything: `base@` and `@` do not.
func (t target) filters() bool { return t.hasBranch && t.branch != "" && t.branch != "base" }

// garbage says where a target would be relative but for what follows it.
func garbage(symbol string) string {
	for i := 0; i+1 < len(symbol); i++ {
		if symbol[i] != '+' && symbol[i] != '-' {
			continue
		}
		end := i + 1
		for end < len(symbol) && symbol[end] >= '0' && symbol[end] <= '9' {
			end++
		}
		if end > i+1 && end < len(symbol) {
			return "unexpected " + strconv.Quote(symbol[end:]) + " after " + symbol[:end]
		}
	}
	return ""
}
