package out

// summary says where the database stands now, by its own word, and gives the
// lock back.
func (s *script) summary() {
	s.line("-- ======== the end")
	s.line(`SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,`)
	s.line(`  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM %s \gset`, s.table)
	s.line(`\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state`)
	s.unlock()
}
