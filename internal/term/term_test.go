package term

import (
	"bytes"
	"os"
	"testing"
)

func TestDecide(t *testing.T) {
	tests := []struct {
		name     string
		wish     When
		env      map[string]string
		terminal bool
		want     bool
	}{
		{"terminal", Auto, nil, true, true},
		{"no wish at all", "", nil, true, true},
		{"no terminal", Auto, nil, false, false},
		{"NO_COLOR", Auto, map[string]string{"NO_COLOR": "1"}, true, false},
		{"NO_COLOR is empty", Auto, map[string]string{"NO_COLOR": ""}, true, true},
		{"dumb", Auto, map[string]string{"TERM": "dumb"}, true, false},
		{"always without terminal", Always, nil, false, true},
		{"always before NO_COLOR", Always, map[string]string{"NO_COLOR": "1"}, true, true},
		{"always before dumb", Always, map[string]string{"TERM": "dumb"}, true, true},
		{"never on a terminal", Never, nil, true, false},
	}
	for _, tt := range tests {
		getenv := func(name string) string { return tt.env[name] }
		got := decide(tt.wish, getenv, tt.terminal, 80)
		if want := (Style{Colour: tt.want, Width: 80}); got != want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, want)
		}
	}
}

func TestForWithoutTerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	getenv := func(string) string { return "" }
	if got := For(file, Auto, getenv); got != (Style{}) {
		t.Errorf("a file has style %+v", got)
	}
	if got := For(&bytes.Buffer{}, Auto, getenv); got != (Style{}) {
		t.Errorf("a buffer has style %+v", got)
	}
	if got := For(&bytes.Buffer{}, Always, getenv); got != (Style{Colour: true}) {
		t.Errorf("a buffer with colour has style %+v", got)
	}
}

func TestStyle(t *testing.T) {
	s := Style{Colour: true}
	tests := map[string]string{
		s.Bold("x"):          "\x1b[1mx\x1b[22m",
		s.Dim("x"):           "\x1b[2mx\x1b[22m",
		s.Red("x"):           "\x1b[31mx\x1b[39m",
		s.Green("x"):         "\x1b[32mx\x1b[39m",
		s.Yellow("x"):        "\x1b[33mx\x1b[39m",
		s.Cyan("x"):          "\x1b[36mx\x1b[39m",
		s.Bold(s.Red("x")):   "\x1b[1m\x1b[31mx\x1b[39m\x1b[22m",
		s.Red(""):            "",
		Style{}.Bold("x"):    "x",
		Style{}.Dim("x\x1b"): "x\x1b",
	}
	for got, want := range tests {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
