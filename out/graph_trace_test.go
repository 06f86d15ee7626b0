package out

import (
	"slices"
	"strings"
	"testing"
)

// Directions in which each character of a drawing leads.
const (
	leadsUp    = "│├┤┼┴╯╰"
	leadsDown  = "│├┤┼┬╮╭"
	leadsLeft  = "─┤┼┬┴╮╯"
	leadsRight = "─├┼┬┴╭╰"
	marks      = "●○"
)

// checkDrawing follows the lines of a drawing by its characters alone, from
// each revision down to its parents, and compares with the graph: every parent
// must be reached by a line or be named as one that is not drawn.
func checkDrawing(t *testing.T, d Drawing) {
	t.Helper()
	d.ASCII = false
	s := newSheet(d)
	grid, rows := gridOf(t, d, s)
	byRow := map[int]string{-1: "nothing"}
	for i, r := range d.Revisions {
		byRow[rows[i]] = r.ID
	}
	for i, r := range d.Revisions {
		lane := 2 * s.placed[i].lane
		found := slices.Clone(s.placed[i].undrawn)
		for _, p := range follow(grid, rows[i], lane) {
			found = append(found, byRow[p])
		}
		want := slices.Clone(d.Graph.Parents(r.ID))
		slices.Sort(found)
		slices.Sort(want)
		if !slices.Equal(found, want) {
			t.Errorf("%s is drawn on %v, but stands on %v", r.ID, found, want)
		}
	}
}

// gridOf is the characters of the lanes, and the row of each revision.
func gridOf(t *testing.T, d Drawing, s *sheet) (grid [][]rune, rows []int) {
	t.Helper()
	for line := range strings.Lines(written(t, GraphText, d)) {
		lanes := []rune(strings.TrimRight(line, "\n"))
		lanes = lanes[:min(len(lanes), 2*s.lanes)]
		if slices.ContainsFunc(lanes, func(r rune) bool { return strings.ContainsRune(marks, r) }) {
			rows = append(rows, len(grid))
		}
		grid = append(grid, lanes)
	}
	if len(rows) != len(d.Revisions) {
		t.Fatalf("%d rows with a mark for %d revisions", len(rows), len(d.Revisions))
	}
	return grid, rows
}

// follow is the rows of the revisions that lines lead to from one.
func follow(grid [][]rune, row, lane int) []int {
	var found []int
	for _, start := range across(grid, row, lane) {
		found = append(found, fall(grid, start[0], start[1])...)
	}
	if strings.ContainsRune(leadsUp+"○", at(grid, row+1, lane)) {
		found = append(found, fall(grid, row, lane)...)
	}
	return found
}

// fall follows a line down from a place to the revisions that it reaches; a
// line that leads nowhere reaches row -1.
func fall(grid [][]rune, row, lane int) []int {
	for {
		row++
		switch c := at(grid, row, lane); {
		case strings.ContainsRune(marks, c):
			return []int{row}
		case strings.ContainsRune("╯╰┴", c):
			var found []int
			for _, bend := range across(grid, row, lane) {
				found = append(found, fall(grid, bend[0], bend[1])...)
			}
			return found
		case !strings.ContainsRune(leadsUp, c):
			return []int{-1}
		}
	}
}

// across is the places from which a line that leaves a place to the left or to
// the right goes down.
func across(grid [][]rune, row, lane int) [][2]int {
	var found [][2]int
	for x := lane - 1; x >= 0 && strings.ContainsRune("─", at(grid, row, x)); x -= 2 {
		c := at(grid, row, x-1)
		if strings.ContainsRune(leadsRight, c) && strings.ContainsRune(leadsDown, c) {
			found = append(found, [2]int{row, x - 1})
		}
	}
	for x := lane + 1; strings.ContainsRune("─", at(grid, row, x)); x += 2 {
		c := at(grid, row, x+1)
		if strings.ContainsRune(leadsLeft, c) && strings.ContainsRune(leadsDown, c) {
			found = append(found, [2]int{row, x + 1})
		}
	}
	return found
}

func at(grid [][]rune, row, x int) rune {
	if row >= len(grid) || x < 0 || x >= len(grid[row]) {
		return ' '
	}
	return grid[row][x]
}
