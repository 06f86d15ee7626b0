package pgtest

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
)

// oldestPsql is the first psql that the tool's scripts are for.
const oldestPsql = 15

// errNoPsql says what to install.
var errNoPsql = errors.New(`no psql of version 15 or later was found. Install one:
  Debian, Ubuntu   apt-get install postgresql-client
  Fedora           dnf install postgresql
  Homebrew         brew install libpq
or name the program: SQLBUNDLE_PSQL=/path/to/psql`)

// psql chooses the client: the one that the environment names, the one beside
// the server, the one on PATH, then those of other installations.
func (l locator) psql(beside installation) (string, error) {
	if named := l.getenv("SQLBUNDLE_PSQL"); named != "" {
		if err := checkPsql(named); err != nil {
			return "", fmt.Errorf("SQLBUNDLE_PSQL names %s: %w", named, err)
		}
		return named, nil
	}
	folders := append([]string{beside.bin}, pathFolders(l.getenv("PATH"))...)
	for _, inst := range l.installed() {
		folders = append(folders, inst.bin)
	}
	for _, folder := range folders {
		psql := filepath.Join(folder, "psql")
		if checkPsql(psql) == nil {
			return psql, nil
		}
	}
	return "", errNoPsql
}

// checkPsql refuses what is no psql, or too old a one.
func checkPsql(program string) error {
	if _, err := exec.LookPath(program); err != nil || !filepath.IsAbs(program) {
		return errors.New("give the whole path of a program that can be run")
	}
	major, version, err := versionOf(program)
	if err != nil {
		return err
	}
	if major < oldestPsql {
		return fmt.Errorf("version %s is too old: install psql %d or later", version, oldestPsql)
	}
	return nil
}
