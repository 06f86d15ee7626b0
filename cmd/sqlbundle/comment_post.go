package main

import (
	"errors"
	"os"

	"sqlbundle/internal/forge"
)

// post brings a comment, whose first line is the marker, to the pull request that
// the environment is about, and says what came of it.
func (a *app) post(platform, marker, body string, onlyUpdate bool) error {
	result, err := forge.Post(a.ctx, platform, os.Getenv, nil,
		forge.Comment{Marker: marker, Body: body, OnlyUpdate: onlyUpdate}, a.note)
	var known *forge.Error
	switch {
	case errors.As(err, &known):
		return usageError{err: errors.New("--post " + platform + ": " + known.Msg), help: known.Hint}
	case err != nil:
		return err
	}
	said := map[string]string{
		"created": "the comment was made", "updated": "the comment was updated", "unchanged": "the comment is up to date",
		"none": "there is no comment, and nothing to say in one", "summary": "no comment was made",
	}[result.Action]
	if result.URL != "" {
		said += ": " + result.URL
	}
	a.note("%s", said)
	return nil
}
