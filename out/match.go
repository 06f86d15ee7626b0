package out

import (
	"cmp"
	"slices"
)

// aligned is where something stands in two lists, counted from 0; -1 where one of
// them lacks it.
type aligned struct {
	a, b int
	// moved holds where it stands elsewhere among what both lists have.
	moved bool
}

// align lays two lists of keys side by side, in the order of the second; what only
// the first has stands behind what it followed. Of equal keys the first is the
// first one's, the second the second's. As few as possible count as moved: what
// stays is the longest common subsequence of what is paired. It takes n log n.
func align(a, b []string) []aligned {
	type place struct {
		key string
		n   int
	}
	places, seen := map[place]int{}, map[string]int{}
	for i, key := range a {
		places[place{key, seen[key]}] = i
		seen[key]++
	}
	clear(seen)
	var pairs []aligned
	fromB := make([]int, len(b))
	inB := make([]bool, len(a))
	for j, key := range b {
		fromB[j] = -1
		if i, ok := places[place{key, seen[key]}]; ok {
			pairs = append(pairs, aligned{a: i, b: j})
			fromB[j], inB[i] = i, true
		}
		seen[key]++
	}
	var list []aligned
	nextA, nextB := 0, 0
	upTo := func(i, j int) {
		for ; nextA < i; nextA++ {
			if !inB[nextA] {
				list = append(list, aligned{a: nextA, b: -1})
			}
		}
		for ; nextB < j; nextB++ {
			list = append(list, aligned{a: fromB[nextB], b: nextB, moved: fromB[nextB] >= 0})
		}
	}
	for _, k := range longestRising(pairs) {
		upTo(pairs[k].a, pairs[k].b)
		list = append(list, pairs[k])
		nextA, nextB = pairs[k].a+1, pairs[k].b+1
	}
	upTo(len(a), len(b))
	return list
}

// longestRising are the indexes of a longest subsequence of the pairs, which are in
// the order of b, whose a rises too.
func longestRising(pairs []aligned) []int {
	var ends []int // ends[n] is where the lowest sequence of n+1 ends
	before := make([]int, len(pairs))
	for k, p := range pairs {
		n, _ := slices.BinarySearchFunc(ends, p.a, func(end, a int) int { return cmp.Compare(pairs[end].a, a) })
		before[k] = -1
		if n > 0 {
			before[k] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, k)
		} else {
			ends[n] = k
		}
	}
	kept := make([]int, len(ends))
	if len(ends) > 0 {
		for n, k := len(ends)-1, ends[len(ends)-1]; n >= 0; n, k = n-1, before[k] {
			kept[n] = k
		}
	}
	return kept
}
