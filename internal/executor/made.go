package executor

import (
	"bytes"
	"encoding/json"
	"fmt"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/out"
)

// Made makes a plan into what [Run] runs, without a bundle: its script, and for
// an upgrade that has something to do the checks before and after. It has no
// digest and no way back. An error is a defect of this program.
func Made(plan *compiler.Plan) (*Bundle, error) {
	b := &Bundle{scripts: map[string]string{}, main: string(plan.Direction) + ".sql", authors: map[string]map[int]author{}}
	var script, manifest bytes.Buffer
	ranges, err := out.Script(&script, plan)
	if err != nil {
		return nil, err
	}
	b.scripts[b.main] = script.String()
	if err := out.WriteManifest(&manifest, plan, ranges, nil); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(manifest.Bytes(), &b.Manifest); err != nil {
		return nil, fmt.Errorf("reading the plan's own manifest: %w", err)
	}
	if plan.Direction == graph.Upgrade && len(plan.Steps) > 0 {
		var preflight, verify bytes.Buffer
		if err := out.PreflightScript(&preflight, plan); err != nil {
			return nil, err
		}
		if err := out.VerifyScript(&verify, plan); err != nil {
			return nil, err
		}
		b.scripts[out.PreflightFile], b.scripts[out.VerifyFile] = preflight.String(), verify.String()
	}
	return b, b.script(b.main, b.Manifest.Steps)
}

// has tells whether the bundle has a script.
func (b *Bundle) has(name string) bool {
	_, ok := b.scripts[name]
	return ok
}
