package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// hook is a command of [project] post_write, split into words.
type hook struct {
	text  string
	words []string
}

// hooks are the commands to run on a new file. They are split at blanks;
// quotes, single or double, keep a word together. No shell is involved.
func hooks(p *project) ([]hook, error) {
	var list []hook
	for i, text := range p.config.Project.PostWrite {
		words, err := splitWords(text)
		if err != nil {
			return nil, p.config.Problem(fmt.Sprintf("project.post_write[%d]", i), err.Error(), "")
		}
		list = append(list, hook{text: text, words: words})
	}
	return list, nil
}

func splitWords(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	quote, inWord := rune(0), false
	for _, r := range text {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, inWord = r, true
		case quote == 0 && strings.ContainsRune(" \t\r\n", r):
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("the quote %c is not closed", quote)
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}

// runHooks runs the commands in the project's folder, one after the other. The
// path of the file stands where they say {file}, else at their end. What they
// print is no data of ours. The first that fails ends it; the file stays.
func (a *app) runHooks(p *project, hooks []hook, name string) error {
	file := filepath.FromSlash(name)
	for _, h := range hooks {
		args := make([]string, len(h.words))
		for i, word := range h.words {
			args[i] = strings.ReplaceAll(word, "{file}", file)
		}
		if !strings.Contains(h.text, "{file}") {
			args = append(args, file)
		}
		cmd := exec.CommandContext(a.ctx, args[0], args[1:]...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = p.dir, a.stderr, a.stderr
		err := cmd.Run()
		if stopped := a.ctx.Err(); stopped != nil {
			return stopped
		}
		if err != nil {
			return fmt.Errorf("the command %q of [project] post_write failed: %w; the file %s stays as it is", h.text, err, shown(p, name))
		}
	}
	return nil
}
