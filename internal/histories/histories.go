// Package histories proves that the catalog in memory is the server's: it runs
// whole histories on a real server and in [sqlbundle/internal/effects] at once.
//
// In goes a project of sqlbundle, or a folder of plain .sql files that are taken
// in the order of their names. Statement by statement the predicted locks,
// rewrites, scans and refusals are compared with what the server did; after each
// revision the catalog's lines are compared with the server's. Out comes the
// agreement per kind of statement, and each difference.
//
// `go test` takes the histories that belong to this project, of which nothing
// may differ. With -dir (`make histories DIR=…`) it takes every project in a
// folder, and both ways through each.
//
// The same projects tell how far lint is right: `make lint-truth DIR=…` asks the
// server which statements keep writers from a table that is older than their
// revision while they read it in full, rewrite it or build an index on it, and
// compares that with what lint's rules about such work have found, and squawk's.
//
// Invariants: each statement is a transaction of its own, and settings last
// until the revision ends; what the server refuses, the catalog forgets; a
// difference between the catalogs is told once, behind the revision that made
// it; what the model says that nobody knows is counted apart, never as right.
package histories
