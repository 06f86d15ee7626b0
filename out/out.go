// Package out turns values into bytes: a plan into the script that psql
// applies and the manifest, revisions into listings and drawings, problems
// into what a person reads; and it reads bundles back.
//
// Writers are pure: they take an [io.Writer] and values, never look at a clock,
// a terminal or the environment, and give the same bytes for the same values.
// One file holds one format. What a revision's author wrote reaches another
// language only through the escape functions of escape_*.go; a statement's own
// text stands byte for byte where psql reads SQL, and nowhere else.
package out
