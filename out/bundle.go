package out

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"sort"
	"strings"

	"sqlbundle/compiler"
)

// File is one file of a bundle; Name is slash-separated.
type File struct {
	Name string
	Data []byte
}

// Bundle is the files for a change window on one database.
type Bundle struct {
	Files []File
	// Digest is the SHA-256, in hex, of SHA256SUMS: it stands for all files.
	Digest string
}

// The files of a bundle.
const (
	ReadmeFile    = "README.md"
	PreflightFile = "preflight.sql"
	UpgradeFile   = "upgrade.sql"
	VerifyFile    = "verify.sql"
	RollbackFile  = "rollback.sql"
	ManifestFile  = "manifest.json"
	SumsFile      = "SHA256SUMS"
)

// NewBundle writes the files of an upgrade and its way back, with what lint has
// found.
func NewBundle(upgrade, back *compiler.Plan, findings []FindingJSON) (*Bundle, error) {
	var readme, preflight, script, verify, rollback, manifest bytes.Buffer
	write, writeVerify, writePreflight := Script, VerifyScript, PreflightScript
	if upgrade.Settings.Dialect == compiler.Plain {
		write = func(w io.Writer, plan *compiler.Plan) ([]Range, error) { return PlainScript(w, plan, Place{}) }
		writeVerify, writePreflight = PlainVerifyScript, PlainPreflightScript
	}
	ranges, err := write(&script, upgrade)
	if err != nil {
		return nil, err
	}
	if err := writePreflight(&preflight, upgrade); err != nil {
		return nil, err
	}
	if err := writeVerify(&verify, upgrade); err != nil {
		return nil, err
	}
	backRanges, err := write(&rollback, back)
	if err != nil {
		return nil, err
	}
	if err := writeManifest(&manifest, upgrade, ranges, rollbackObject(back, backRanges), findings); err != nil {
		return nil, err
	}
	if err := Runbook(&readme, upgrade, back, findings); err != nil {
		return nil, err
	}
	b := &Bundle{Files: []File{
		{ReadmeFile, readme.Bytes()},
		{ManifestFile, manifest.Bytes()},
		{PreflightFile, preflight.Bytes()},
		{RollbackFile, rollback.Bytes()},
		{UpgradeFile, script.Bytes()},
		{VerifyFile, verify.Bytes()},
	}}
	b.sum()
	return b, nil
}

// sum adds SHA256SUMS, as sha256sum prints it, by name.
func (b *Bundle) sum() {
	sort.Slice(b.Files, func(i, j int) bool { return b.Files[i].Name < b.Files[j].Name })
	var sums strings.Builder
	for _, f := range b.Files {
		fmt.Fprintf(&sums, "%s  %s\n", Sum(f.Data), f.Name)
	}
	data := []byte(sums.String())
	b.Files = append([]File{{SumsFile, data}}, b.Files...)
	b.Digest = Sum(data)
}

// Sum is the SHA-256 of data in hex.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
