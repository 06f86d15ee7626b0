package main

import (
	"errors"
	"regexp"

	"sqlbundle/internal/source"
)

// password finds what may be one in an address: somebody may have given that
// where none belongs.
var password = regexp.MustCompile(`(://[^\s/@:]*:)\S*@|(password=)('[^']*'|\S+)`)

// hidden is an error without the passwords of addresses in its text.
func hidden(err error) error {
	var list source.ErrorList
	var one *source.Error
	if errors.As(err, &list) || errors.As(err, &one) {
		return err // about files, in which the author's own lines are shown
	}
	text := err.Error()
	if shown := password.ReplaceAllString(text, "$1$2…"); shown != text {
		return errors.New(shown)
	}
	return err
}
