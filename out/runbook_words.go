package out

import (
	"fmt"
	"slices"
	"strings"
)

// relations are names in the order in which they come, with the steps that name
// them.
type relations struct {
	names []string
	steps map[string][]int
}

func (r *relations) add(name string, step int) {
	if r.steps == nil {
		r.steps = map[string][]int{}
	}
	if len(r.steps[name]) == 0 {
		r.names = append(r.names, name)
	}
	r.steps[name] = addStep(r.steps[name], step)
}

// all are the steps of all names, sorted.
func (r *relations) all() []int {
	var list []int
	for _, name := range r.names {
		list = append(list, r.steps[name]...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// addStep adds a number to a sorted list, into which they come in order.
func addStep(list []int, n int) []int {
	if len(list) > 0 && list[len(list)-1] == n {
		return list
	}
	return append(list, n)
}

// maxName is how many characters of a name the first screen shows.
const maxName = 40

// words are the names as code, as far as there is room for so many characters; at
// least one.
func (r *relations) words(none string, room int) string {
	if len(r.names) == 0 {
		return none
	}
	var shown []string
	for _, name := range r.names {
		name = markdownCell(cut(name, maxName))
		if room -= len([]rune(name)); room < 0 && len(shown) > 0 {
			return fmt.Sprintf("%s and %d more", strings.Join(shown, ", "), len(r.names)-len(shown))
		}
		shown = append(shown, name)
	}
	return strings.Join(shown, ", ")
}

// maxSteps is how many steps the first screen names.
const maxSteps = 4

// stepWords name steps: "step 1", "steps 1, 2".
func stepWords(list []int, none string) string {
	if len(list) == 0 {
		return none
	}
	var words []string
	for _, n := range list[:min(len(list), maxSteps)] {
		words = append(words, fmt.Sprint(n))
	}
	more := ""
	if n := len(list) - maxSteps; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	if len(list) == 1 {
		return "step " + words[0]
	}
	return "steps " + strings.Join(words, ", ") + more
}

// headCodes are heads as code, as far as there is room for them.
func headCodes(rows []string, room int) string {
	if len(rows) == 0 {
		return "`base`"
	}
	list := relations{names: rows}
	return list.words("", room)
}

// cut is the beginning of a text, of so many characters.
func cut(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return text
}
