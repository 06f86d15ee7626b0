package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// setting looks at the configuration parameters that a statement names. The
// server refuses one that it does not know wherever it is given a value, and
// in RESET and SHOW; ALTER DATABASE, ROLE and FUNCTION … RESET pass.
func (f *finder) setting(message any) (descend bool) {
	switch m := message.(type) {
	case *pg.VariableSetStmt:
		f.parameter(m.Name)
	case *pg.VariableShowStmt:
		f.parameter(m.Name)
	case *pg.AlterRoleSetStmt:
		return !resets(m.Setstmt)
	case *pg.AlterDatabaseSetStmt:
		return !resets(m.Setstmt)
	case *pg.AlterFunctionStmt:
		for _, action := range optionsOf(m.Actions) {
			if resets(action.GetArg().GetVariableSetStmt()) {
				return false
			}
		}
	}
	return true
}

func resets(m *pg.VariableSetStmt) bool {
	switch m.GetKind() {
	case pg.VariableSetKind_VAR_RESET, pg.VariableSetKind_VAR_RESET_ALL:
		return true
	}
	return false
}

func (f *finder) parameter(name string) {
	name = strings.ToLower(name)
	if since := settingSince[name]; since > 0 {
		f.foundOption(since, "the parameter "+name, name)
	}
}

// settingSince are the configuration parameters that came after 13: what
// pg_settings lists on one version and not on the one before.
var settingSince = map[string]int{
	"client_connection_check_interval":            14,
	"compute_query_id":                            14,
	"debug_discard_caches":                        14,
	"default_toast_compression":                   14,
	"enable_async_append":                         14,
	"enable_memoize":                              14,
	"huge_page_size":                              14,
	"idle_session_timeout":                        14,
	"in_hot_standby":                              14,
	"log_recovery_conflict_waits":                 14,
	"min_dynamic_shared_memory":                   14,
	"recovery_init_sync_method":                   14,
	"remove_temp_files_after_crash":               14,
	"ssl_crl_dir":                                 14,
	"track_wal_io_timing":                         14,
	"vacuum_failsafe_age":                         14,
	"vacuum_multixact_failsafe_age":               14,
	"archive_library":                             15,
	"log_startup_progress_interval":               15,
	"recovery_prefetch":                           15,
	"recursive_worktable_factor":                  15,
	"shared_memory_size":                          15,
	"shared_memory_size_in_huge_pages":            15,
	"stats_fetch_consistency":                     15,
	"wal_decode_buffer_size":                      15,
	"createrole_self_grant":                       16,
	"debug_io_direct":                             16,
	"debug_logical_replication_streaming":         16,
	"debug_parallel_query":                        16,
	"enable_presorted_aggregate":                  16,
	"file_extend_method":                          16,
	"gss_accept_delegation":                       16,
	"icu_validation_level":                        16,
	"max_parallel_apply_workers_per_subscription": 16,
	"reserved_connections":                        16,
	"scram_iterations":                            16,
	"send_abort_for_crash":                        16,
	"send_abort_for_kill":                         16,
	"vacuum_buffer_usage_limit":                   16,
	"allow_alter_system":                          17,
	"commit_timestamp_buffers":                    17,
	"enable_group_by_reordering":                  17,
	"event_triggers":                              17,
	"huge_pages_status":                           17,
	"io_combine_limit":                            17,
	"max_notify_queue_pages":                      17,
	"multixact_member_buffers":                    17,
	"multixact_offset_buffers":                    17,
	"notify_buffers":                              17,
	"serializable_buffers":                        17,
	"subtransaction_buffers":                      17,
	"summarize_wal":                               17,
	"sync_replication_slots":                      17,
	"synchronized_standby_slots":                  17,
	"trace_connection_negotiation":                17,
	"transaction_buffers":                         17,
	"transaction_timeout":                         17,
	"wal_summary_keep_time":                       17,
	"autovacuum_vacuum_max_threshold":             18,
	"autovacuum_worker_slots":                     18,
	"enable_distinct_reordering":                  18,
	"enable_self_join_elimination":                18,
	"extension_control_path":                      18,
	"file_copy_method":                            18,
	"idle_replication_slot_timeout":               18,
	"io_max_combine_limit":                        18,
	"io_max_concurrency":                          18,
	"io_method":                                   18,
	"io_workers":                                  18,
	"log_lock_failures":                           18,
	"max_active_replication_origins":              18,
	"md5_password_warnings":                       18,
	"num_os_semaphores":                           18,
	"oauth_validator_libraries":                   18,
	"ssl_groups":                                  18,
	"ssl_tls13_ciphers":                           18,
	"track_cost_delay_timing":                     18,
	"vacuum_max_eager_freeze_failure_rate":        18,
	"vacuum_truncate":                             18,
}
