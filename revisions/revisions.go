// Package revisions reads revision files: annotated .sql files in, [Revision]
// values out.
package revisions
