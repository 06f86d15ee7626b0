// Package crash proves that scripts survive: it cuts them at every message that
// psql sends and lets them run again.
//
// In goes a bundle that the program itself has made from a history below
// testdata. psql runs it through a proxy, which numbers the messages on the
// wire and ends the connection, the backend, psql or the whole server at one of
// them; then psql runs the script again. What comes out is compared with an
// undisturbed run: schema, data, tracking table, log, and that nothing is left
// over, no invalid index, no pending detach, no advisory lock.
//
// `go test` takes a fixed sample of cuts over all histories and modes; with
// -every (`make crash`) it takes all of them. Each cut is a subtest, whose name
// says what was done and repeats it alone: -run
// 'TestCutsVersions/any/builds/upgrade-terminate-17' -every.
//
// Invariants: no cut is left out unless it is printed that it was; the tests of
// the harness itself show that it finds scripts that do not survive.
package crash
