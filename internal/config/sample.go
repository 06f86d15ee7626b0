package config

import _ "embed"

//go:embed sample.toml
var sample string

// Sample is the text of a configuration file for a new project: every key with
// its default and a line of explanation, commented out.
func Sample() string { return sample }
