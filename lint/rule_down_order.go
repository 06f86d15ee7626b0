package lint

var downOrder = &Rule{
	ID: "down-order", Title: "the down section fails behind its own up section",
	Group: GroupRefused, Severity: Error, RevisionsOnly: true,
	Doc: "Played behind the up section, a statement of the down section is refused: it names what is not " +
		"there, makes what is, or drops what something still depends on. A rollback would stop there, in the " +
		"middle of the night. Take the up section's steps back in reverse order.",
	check: checkRefused(advise("take back the steps of the up section in reverse order, and nothing else")),
}
