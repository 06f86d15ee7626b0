package graph

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// recordedCases are questions about random graphs with the answers recorded
// from Alembic 1.8.1 with the behaviour of 1.19, its sets taken in declared
// order and rows in order of their ids. Where its bookkeeping is defective the
// answer is that of the safe rules. One JSON object a line.
const recordedCases = "testdata/recorded.jsonl.gz"

// casesVariable names another file of the same form to replay instead.
const casesVariable = "SQLBUNDLE_GRAPH_CASES"

type recordedCase struct {
	Name  string      `json:"name"`
	Graph string      `json:"graph"`
	Asks  [][4]string `json:"asks"` // command, rows, argument, answer
}

func readRecorded(t *testing.T, name string) []recordedCase {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []recordedCase
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var c recordedCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return cases
}

func TestRecordedAnswers(t *testing.T) {
	name, least := recordedCases, 400
	if other := os.Getenv(casesVariable); other != "" {
		name, least = other, 1
	}
	cases := readRecorded(t, name)
	if len(cases) < least {
		t.Fatalf("%s holds %d graphs, want at least %d", name, len(cases), least)
	}
	counts := map[string]int{}
	for _, c := range cases {
		g, err := New(parseEdges(t, c.Graph))
		if err != nil {
			t.Errorf("%s: %s: %v", c.Name, c.Graph, err)
			continue
		}
		for _, ask := range c.Asks {
			command, rows, arg, want := ask[0], ask[1], ask[2], ask[3]
			got := answer(g, command, rows, arg)
			verdict := judge(g, command, rows, arg, got, want)
			counts[verdict]++
			if verdict == "different" {
				t.Errorf("%s: %s\n%s %q from {%s}\n got %s\nwant %s", c.Name, c.Graph, command, arg, rows, got, want)
			}
		}
	}
	t.Logf("%d graphs: %v", len(cases), counts)
	all := 0
	for _, n := range counts {
		all += n
	}
	if counts["equal"] < all*9/10 {
		t.Errorf("only %d of %d answers are the recorded ones", counts["equal"], all)
	}
}

// judge compares an answer with the recorded one. Where the recorded one is a
// defect, and where a rule of ours is stricter on purpose, it says which rule
// the answer has to follow instead.
func judge(g *Graph, command, rowText, arg, got, want string) string {
	switch command {
	case "current":
		want = sortedList(want)
	case "resolve":
		want = withoutBase(want)
	}
	command, isRange := strings.CutSuffix(command, "-range")
	target := arg
	if isRange || command == "history" {
		_, target, _ = strings.Cut(arg, ":")
	}
	switch {
	case got == want:
		return "equal"
	case walksTooFar(g, command, arg):
		return expect("refused -N below the first revision", got, "error RevisionError")
	case strings.HasPrefix(want, "crash"):
		return judgeCrash(g, command, got)
	case command == "downgrade" && len(rowList(rowText)) > 1 && isBareOffset(target):
		return expect("refused -N from several rows", got, "error RevisionError")
	case isRange && command != "stamp" && defective(g, arg, want):
		return expect("safe rules instead of a defect", bare(got), bare(want))
	case command == "stamp" || command == "purge":
		return judgeStamp(g, target, got)
	case command == "downgrade" && unknownBranch(g, target):
		return expect("branch before base is looked up first", got, "error ResolutionError")
	}
	return "different"
}

func expect(rule, got, want string) string {
	if got == want {
		return rule
	}
	return "different"
}

// judgeCrash accepts a clear error; a history may also have an answer.
func judgeCrash(g *Graph, command, got string) string {
	if strings.HasPrefix(got, "error ") && !strings.Contains(got, "without a class") {
		return "error instead of a crash"
	}
	if command == "history" {
		return judgeHistory(g, got)
	}
	if strings.HasPrefix(got, "broken plan") {
		return "different"
	}
	return "answer instead of a crash: " + command
}

// judgeHistory accepts revisions in an order in which none comes after what
// stands on it.
func judgeHistory(g *Graph, got string) string {
	listed := make(set, g.Len())
	for _, id := range rowList(got) {
		v := g.ids[id]
		listed[v] = true
		for _, d := range g.below.of(v) {
			if listed[d] {
				return "different"
			}
		}
	}
	return "history instead of a crash"
}

// walksTooFar tells whether an argument is -N and there are not as many
// revisions: Alembic's list then has holes, which make it ignore a head or read
// the range in another way.
func walksTooFar(g *Graph, command, arg string) bool {
	if command == "history" {
		arg, _, _ = strings.Cut(arg, ":")
	}
	if command == "upgrade" || command == "downgrade" {
		return false
	}
	for _, word := range strings.Fields(arg) {
		var walk *WalkError
		if _, err := g.Resolve(word); errors.As(err, &walk) {
			return true
		}
	}
	return false
}

var operation = regexp.MustCompile(`([IDU])\(([^>)]*)>?([^)]*)\)`)

// defective tells whether a recorded plan deletes a row that is not there or
// leaves one that another row implies. The recorded answers to ranges are
// Alembic's own, those to other questions have been put right.
func defective(g *Graph, arg, want string) bool {
	rows, _, _, err := g.SplitRange(arg)
	if err != nil {
		return false
	}
	for _, step := range strings.Split(want, "; ") {
		for _, op := range operation.FindAllStringSubmatch(step, -1) {
			if op[1] != "I" {
				at := slices.Index(rows, op[2])
				if at < 0 {
					return true
				}
				rows = slices.Delete(rows, at, at+1)
			}
			if op[1] != "D" {
				rows = append(rows, op[2+strings.Index("IU", op[1])])
			}
		}
		if places, err := g.rowPlaces(rows); err != nil || g.checkOverlap(places, true) != nil {
			return true
		}
	}
	return false
}

// bare is a plan without its operations.
func bare(plan string) string {
	return strings.ReplaceAll(operation.ReplaceAllString(plan, ""), " ", "")
}

// judgeStamp accepts the refusal of targets of which one implies another, and
// of base beside others.
func judgeStamp(g *Graph, arg, got string) string {
	var all []int32
	base := 0
	for _, text := range strings.Fields(arg) {
		found, err := g.resolveText(text)
		if err != nil {
			return "different"
		}
		all = append(all, found...)
		if len(found) == 0 {
			base++
		}
	}
	switch {
	case got != "error RevisionError":
		return "different"
	case base > 0 && len(all) > 0:
		return "refused base beside others"
	case g.checkOverlap(all, false) != nil:
		return "refused overlapping stamps"
	}
	return "different"
}

// withoutBase leaves out the places where a walk ended at base: in a list of
// revisions they are nothing.
func withoutBase(text string) string {
	list := strings.Split(text, ", ")
	return strings.Join(slices.DeleteFunc(list, func(id string) bool { return id == "base" }), ", ")
}

func isBareOffset(target string) bool {
	symbol, offset := splitOffset(target)
	return symbol == "" && strings.HasPrefix(offset, "-")
}

func unknownBranch(g *Graph, target string) bool {
	t, err := splitBranch(target)
	if err != nil || !t.filters() {
		return false
	}
	_, err = g.branch(t)
	return err != nil
}

func sortedList(text string) string {
	list := rowList(text)
	slices.Sort(list)
	return strings.Join(list, ", ")
}
