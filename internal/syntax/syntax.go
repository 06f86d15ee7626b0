// Package syntax tells what a PostgreSQL server makes of one statement, from
// its text and the server's version alone.
//
// In goes a statement: its parse tree, or its tokens where the parser does not
// know it. Out come its command tag, whether it may stand in a transaction
// block, what in it is newer than the servers it is for, which settings of the
// session it changes, and what in it would break the session of a script.
//
// Invariants: nothing here looks at a database or at other statements; where
// only the catalog could tell, the answer is the one that lets the statement
// pass. Each fact about versions was measured on servers 13 to 18, and the
// tables of the tests are measured again on those that a test run has. No
// answer depends on the order of a map.
package syntax
