package main

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"text/template"

	"github.com/alecthomas/kong"
)

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help is shown by completion --help.
func (completionCmd) Help() string {
	return `Completes commands, flags, their values, and files.

Examples:
  source <(sqlbundle completion bash)        in this shell alone
  sqlbundle completion bash > ~/.local/share/bash-completion/completions/sqlbundle
  sqlbundle completion zsh > "${fpath[1]}/_sqlbundle"
  sqlbundle completion fish > ~/.config/fish/completions/sqlbundle.fish`
}

//go:embed completion/*.tmpl
var completionScripts embed.FS

// Run prints the script.
func (c *completionCmd) Run(a *app) error {
	script, err := template.New("").Funcs(template.FuncMap{
		"join": strings.Join, "quote": shellQuote, "fishQuote": fishQuote, "zshText": zshText,
	}).ParseFS(completionScripts, "completion/"+c.Shell+".tmpl")
	if err != nil {
		return fmt.Errorf("reading the completion script: %w", err)
	}
	return script.ExecuteTemplate(a.stdout, c.Shell+".tmpl", grammarOf(a.parser.Model.Node))
}

// grammar is what a completion script knows of the command line.
type grammar struct {
	// Flags are those that every command has.
	Flags    []option
	Commands []command
}

type command struct {
	Name, Help string
	Flags      []option
	Args       []argument
}

// option is a flag; its short form is empty where it has none.
type option struct {
	Long, Short, Help string
	// Value is what follows it, where TakesValue holds.
	TakesValue, Repeated bool
	Value                argument
}

// argument is what can stand for a value: one of some words, a file or folder,
// a folder, or what cannot be completed.
type argument struct {
	Name      string
	Words     []string
	File, Dir bool
	Repeated  bool
}

// Spellings are a flag's forms, with their dashes.
func (f option) Spellings() []string {
	if f.Short == "" {
		return []string{"--" + f.Long}
	}
	return []string{"-" + f.Short, "--" + f.Long}
}

// ZshSpecs are what _arguments of zsh calls a flag, one for each spelling.
func (f option) ZshSpecs() []string {
	specs := f.Spellings()
	for i, name := range specs {
		if f.Repeated {
			specs[i] = "*" + name
		}
		switch {
		case f.TakesValue && strings.HasPrefix(name, "--"):
			specs[i] += "="
		case f.TakesValue:
			specs[i] += "+"
		}
		specs[i] += "[" + zshText(f.Help) + "]"
		if f.TakesValue {
			specs[i] += f.Value.zshAction()
		}
	}
	return specs
}

// ZshSpec is what _arguments calls the positional argument of an index.
func (a argument) ZshSpec(index int) string {
	if a.Repeated {
		return "*" + a.zshAction()
	}
	return strconv.Itoa(index+1) + a.zshAction()
}

func (a argument) zshAction() string {
	action := " " // nothing to offer
	switch {
	case len(a.Words) > 0:
		action = "(" + strings.Join(a.Words, " ") + ")"
	case a.File:
		action = "_files"
	case a.Dir:
		action = "_files -/"
	}
	return ":" + zshText(a.Name) + ":" + action
}

// Names are the commands.
func (g grammar) Names() []string {
	var names []string
	for _, c := range g.Commands {
		names = append(names, c.Name)
	}
	return names
}

// TakingValue are the spellings of all flags that a value follows.
func (g grammar) TakingValue() []string {
	all := g.Flags
	for _, c := range g.Commands {
		all = append(all[:len(all):len(all)], c.Flags...)
	}
	var names []string
	seen := map[string]bool{}
	for _, f := range all {
		for _, name := range f.Spellings() {
			if f.TakesValue && !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

func grammarOf(root *kong.Node) grammar {
	g := grammar{Flags: flagsOf(root)}
	for _, node := range root.Children {
		if node.Hidden {
			continue
		}
		c := command{Name: node.Name, Help: sentence(node.Help), Flags: flagsOf(node)}
		for _, v := range node.Positional {
			c.Args = append(c.Args, argumentOf(v, v.Tag.PlaceHolder))
		}
		g.Commands = append(g.Commands, c)
	}
	return g
}

func flagsOf(node *kong.Node) []option {
	var list []option
	for _, f := range node.Flags {
		if f.Hidden {
			continue
		}
		short := ""
		if f.Short != 0 {
			short = string(f.Short)
		}
		list = append(list, option{
			Long: f.Name, Short: short, Help: sentence(f.Help), TakesValue: !f.IsBool() && !f.IsCounter(),
			Repeated: f.IsCumulative(), Value: argumentOf(f.Value, f.PlaceHolder),
		})
	}
	return list
}

// argumentOf tells files and folders by the placeholder, or the name where
// there is none.
func argumentOf(v *kong.Value, placeholder string) argument {
	if placeholder == "" {
		placeholder = strings.ToUpper(v.Name)
	}
	a := argument{Name: v.Name, Repeated: v.IsCumulative()}
	switch {
	case v.Enum != "":
		a.Words = v.EnumSlice()
	case strings.Contains(placeholder, "FILE") || placeholder == "BUNDLE":
		a.File = true
	case placeholder == "DIR":
		a.Dir = true
	}
	return a
}

// sentence is the first sentence of a help text, without its full stop.
func sentence(help string) string {
	help, _, _ = strings.Cut(strings.ReplaceAll(help, "\n", " "), ". ")
	return strings.TrimSuffix(help, ".")
}

// shellQuote makes one word of a text in bash and zsh.
func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// fishQuote is shellQuote for fish.
func fishQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

// zshText escapes what means something in a specification of _arguments or
// _describe.
func zshText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `:`, `\:`, `[`, `\[`, `]`, `\]`).Replace(s)
}
