package out

// Version is the tool's. It stands in bundles, so that the same version makes
// the same bytes.
const Version = "0.1.0"
