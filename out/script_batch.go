package out

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// batch writes a segment whose statement runs in batches. The intent row that is
// committed first keeps the cursor; the loop's last transaction makes it done.
func (s *script) batch(i int, step *compiler.Step, segment *compiler.Segment) {
	s.line(`EXECUTE sqlbundle_start(%s, %d, %d, '%s', '') \gset`,
		pgsql.QuoteLiteral(step.ID()), segment.Number, len(step.Segments), segment.Digest())
	s.earlier(segment)
	who := ""
	if s.plan.Settings.LockRetries > 0 {
		who = ", pg_catalog.set_config('sqlbundle.blockers', :'sqlbundle_blockers', false) AS sqlbundle_x"
	}
	s.line(`SELECT pg_catalog.set_config('sqlbundle.log', :'sqlbundle_log', false) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.key', :'sqlbundle_key', false) AS sqlbundle_x%s \gset`, who)
	s.loopLimits(segment)
	s.loop(i, step, segment)
	s.line("%s%s", batchEnd, s.resetting(segment.Reset, " :sqlbundle_reset :sqlbundle_leave"))
}

// batchEnd takes the limits of a batch back.
const batchEnd = "SET lock_timeout = 0; SET statement_timeout = 0;"

// loopLimits sets the limits that hold in a loop.
func (s *script) loopLimits(segment *compiler.Segment) {
	l, st := newLimits(s, segment), segment.Statements[0]
	if lock := &l.each[0]; lock.base.own == nil {
		lock.base.literal = s.plan.Settings.LockTimeout // for each wait in it
	}
	l.before(st)
	s.line("SET statement_timeout = 0; -- it would count all batches together")
}

// loop writes the loop.
func (s *script) loop(i int, step *compiler.Step, segment *compiler.Segment) {
	st := segment.Statements[0]
	s.readable(st.Lead, st.SQL(), st.Trail)
	s.touched = true
	if lead := trimLines(st.Lead); lead != "" {
		s.line("%s", lead)
	}
	before, after := s.batchLoop(i, step, segment)
	s.text(before)
	s.ranges = append(s.ranges, Range{Offset: s.next(), Length: len(st.SQL())})
	s.text(st.SQL())
	s.text(after)
	if st.Trail != "" {
		s.line("%s", st.Trail)
	}
}

// batchWords say how a statement is cut into batches.
func batchWords(b *compiler.Batch) string {
	return fmt.Sprintf("in batches of %d rows by %s", b.Size, comma(b.Key))
}

// batchLoop makes a DO block that runs a statement in batches: what stands before
// the statement's own text and what behind. It needs no client: where the log
// stands and the second key of the advisory lock are in the settings
// sqlbundle.log and sqlbundle.key.
//
// A batch is a range of keys, found by walking the key in order, up to the
// highest one of the start: so it does not matter whether the statement makes its
// own condition false, no row is met again that a trigger has moved to the end,
// and a key whose values are not unique only makes batches larger. The cursor is the last key as
// JSON, which gives back each type what it was, whatever the session's DateStyle
// or TimeZone; it is written by the transaction that changes the rows.
func (s *script) batchLoop(i int, step *compiler.Step, segment *compiler.Segment) (before, after string) {
	b, sql := segment.Batch, segment.Statements[0].SQL()
	key := idents(b.Key)
	at, to, stop := make([]string, len(key)), make([]string, len(key)), make([]string, len(key))
	var declare, load strings.Builder
	for n, column := range key {
		at[n], to[n], stop[n] = fmt.Sprintf("sqlbundle_at%d", n+1), fmt.Sprintf("sqlbundle_to%d", n+1), fmt.Sprintf("sqlbundle_stop%d", n+1)
		kind := b.Types[n]
		if kind == "" {
			kind = b.Table + "." + column + "%TYPE"
		}
		fmt.Fprintf(&declare, "  %[1]s %[4]s; %[2]s %[4]s; %[3]s %[4]s;\n", at[n], to[n], stop[n], kind)
		fmt.Fprintf(&load, "  %[1]s := sqlbundle_cursor -> 'key' ->> %[3]d; %[2]s := sqlbundle_end ->> %[3]d;\n", at[n], stop[n], n)
	}
	names := make([]string, len(key))
	for n, column := range key {
		names[n] = b.Name + "." + column
	}
	row := fmt.Sprintf("open AND revision = %s AND direction = '%s' AND segment = %d AND state = 'started'", pgsql.QuoteLiteral(step.ID()), step.Direction, segment.Number)
	event := fmt.Sprintf("sqlbundle: step %d/%d %s %s segment %d/%d", i+1, len(s.plan.Steps), step.Direction, step.ID(), segment.Number, len(step.Segments))
	fill := strings.NewReplacer(
		"{declare}", declare.String(), "{load}", load.String(), "{at}", comma(at), "{to}", comma(to), "{move}", assign(at, to),
		"{at1}", at[0], "{to1}", to[0], "{table}", pgsql.QuoteLiteral(b.Table), "{columns}", literals(b.Key),
		"{window}", pgsql.QuoteLiteral(window(b, key)), "{behind}", pgsql.QuoteLiteral(" AND "+tuple(key)+" > "+params(1, len(key))), "{stop}", comma(stop),
		"{end}", pgsql.QuoteLiteral(lastKey(b, key)), "{columnwords}", strings.ReplaceAll(strings.ReplaceAll(ascii(comma(b.Key)), "'", "''"), "%", "%%"),
		"{limit}", pgsql.QuoteLiteral(fmt.Sprintf(" AND %s <= %s ORDER BY %s LIMIT %d) AS sqlbundle_w) AS sqlbundle_k ORDER BY sqlbundle_n DESC LIMIT 1", tuple(key), params(len(key)+1, len(key)), comma(key), b.Size)),
		"{beyond}", pgsql.QuoteLiteral(tuple(names)+" > "+params(1, len(key))+" AND "),
		"{range}", pgsql.QuoteLiteral(tuple(names)+" <= "+params(len(key)+1, len(key))+notNull(names)),
		"{nulls}", pgsql.QuoteLiteral("("+strings.Join(names, " IS NULL OR ")+" IS NULL)"),
		"{held}", pgsql.QuoteLiteral(" AND pg_catalog.pg_backend_pid() IN ("+lockHolders("objid = (pg_catalog.current_setting('sqlbundle.key')::bigint & 4294967295)::oid")+")"), "{row}", pgsql.QuoteLiteral(row), "{event}", event,
		"{pause}", strconv.FormatFloat(float64(b.Pause)/1000, 'f', -1, 64), "{statement}", upToKey(sql, b.Where),
	)
	body := fill.Replace(strings.Replace(loopBody, "{run}", s.batchRun(b), 1))
	inner := dollarTag("sqlbundle_sql", sql)
	outer := dollarTag("sqlbundle", sql+body)
	return fmt.Sprintf("DO %s -- %s\nDECLARE sqlbundle_statement CONSTANT text := %s\n", outer, sqlInline(batchWords(b)), inner),
		"\n" + inner + ";\n" + body + "END " + outer + ";\n"
}

// loopBody is the block behind the statement's text.
const loopBody = `  sqlbundle_cursor jsonb; sqlbundle_end jsonb; sqlbundle_rows bigint; sqlbundle_n bigint; sqlbundle_begun timestamptz := pg_catalog.clock_timestamp(); sqlbundle_told timestamptz;
  sqlbundle_seen bigint; sqlbundle_seen_now bigint := 0; sqlbundle_total bigint; sqlbundle_last boolean := false; sqlbundle_sql text; sqlbundle_blockers text;
  sqlbundle_log CONSTANT text := pg_catalog.current_setting('sqlbundle.log'); sqlbundle_mine CONSTANT text := {row};
{declare}BEGIN
  EXECUTE pg_catalog.format('SELECT cursor::jsonb, coalesce(rows_done, 0) FROM %s WHERE %s', sqlbundle_log, sqlbundle_mine) INTO STRICT sqlbundle_cursor, sqlbundle_rows;
  -- Where the batches end: rows behind that were not there at the start, or have come there by what the statement does.
  IF sqlbundle_cursor IS NULL THEN
    IF EXISTS (SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid = a.atttypid WHERE attrelid = {table}::regclass AND attname IN ({columns}) AND (typcategory IN ('A', 'C') OR typname IN ('json', 'jsonb', 'hstore'))) THEN
      RAISE EXCEPTION 'sqlbundle: a batch cannot walk along arrays, rows or JSON: {columnwords}' USING HINT = 'Choose another key.';
    END IF;
    EXECUTE {end} INTO sqlbundle_end;
    sqlbundle_cursor := pg_catalog.jsonb_build_object('end', sqlbundle_end);
  END IF;
  sqlbundle_end := sqlbundle_cursor -> 'end';
{load}  sqlbundle_seen := coalesce((sqlbundle_cursor ->> 'seen')::bigint, 0);
  SELECT sum(reltuples) INTO sqlbundle_total FROM pg_catalog.pg_class WHERE relkind <> 'p' AND reltuples > 0
    AND (oid = {table}::regclass OR oid IN (SELECT relid FROM pg_catalog.pg_partition_tree({table}::regclass)));
  LOOP
    -- the next keys
    EXECUTE {window} || CASE WHEN {at1} IS NULL THEN '' ELSE {behind} END || {limit} INTO {to}, sqlbundle_n USING {at}, {stop};
    sqlbundle_last := {to1} IS NULL;
    IF NOT sqlbundle_last THEN
      sqlbundle_sql := {statement} || CASE WHEN {at1} IS NULL THEN '' ELSE {beyond} END || {range};
    ELSIF EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = {table}::regclass AND attname IN ({columns}) AND NOT attnotnull) THEN
      sqlbundle_sql := {statement} || {nulls}; -- rows with a NULL in the key are the last batch
    ELSE
      sqlbundle_sql := NULL;
    END IF;
    IF NOT sqlbundle_last THEN sqlbundle_seen := sqlbundle_seen + sqlbundle_n; sqlbundle_seen_now := sqlbundle_seen_now + sqlbundle_n; END IF;
    sqlbundle_n := 0;
{run}    sqlbundle_rows := sqlbundle_rows + sqlbundle_n;
    IF NOT sqlbundle_last THEN
      sqlbundle_cursor := pg_catalog.jsonb_build_object('end', sqlbundle_end, 'key', pg_catalog.jsonb_build_array({to}), 'seen', sqlbundle_seen);
      {move}
    END IF;
    -- the cursor is kept in the transaction that has changed the rows, while this very backend has the lock
    EXECUTE pg_catalog.format('UPDATE %s SET cursor = $1, rows_done = $2, state = CASE WHEN $3 THEN ''done'' ELSE state END, done_at = CASE WHEN $3 THEN pg_catalog.clock_timestamp() END WHERE %s', sqlbundle_log, sqlbundle_mine)
      || {held} USING sqlbundle_cursor::text, sqlbundle_rows, sqlbundle_last;
    GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
    IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: this session has lost its lock (a pooler in transaction mode?), backend %', pg_catalog.pg_backend_pid(); END IF;
    COMMIT;
    IF sqlbundle_last OR sqlbundle_told IS NULL OR pg_catalog.clock_timestamp() > sqlbundle_told + interval '1 s' THEN
      sqlbundle_told := pg_catalog.clock_timestamp();
      RAISE INFO '{event}: % rows changed, % seen%', sqlbundle_rows, sqlbundle_seen,
        CASE WHEN sqlbundle_last THEN ', all batches done' WHEN sqlbundle_total > sqlbundle_seen THEN pg_catalog.format(' of about %s, about %s left', sqlbundle_total,
          pg_catalog.make_interval(secs => pg_catalog.round(extract(epoch FROM sqlbundle_told - sqlbundle_begun)::numeric / sqlbundle_seen_now * (sqlbundle_total - sqlbundle_seen))::float8)) ELSE '' END;
    END IF;
    EXIT WHEN sqlbundle_last;
    PERFORM pg_catalog.pg_sleep({pause});
  END LOOP;
`

// batchRun runs one batch. With retries a batch that does not get its rows is
// tried again, in a transaction of its own: nothing is locked in the pause.
func (s *script) batchRun(b *compiler.Batch) string {
	const run = "IF sqlbundle_sql IS NOT NULL THEN EXECUTE sqlbundle_sql USING {at}, {to}; GET DIAGNOSTICS sqlbundle_n = ROW_COUNT; END IF;\n"
	retries := s.plan.Settings.LockRetries
	if retries == 0 {
		return "    " + run
	}
	return fmt.Sprintf(`    FOR sqlbundle_try IN 1..%[1]d LOOP
      BEGIN
        %[2]s        EXIT;
      EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      %[3]s
      RAISE INFO 'sqlbundle: attempt %% of %[1]d at a batch: %%; %%', sqlbundle_try, SQLERRM, sqlbundle_blockers;
      END;
      COMMIT; -- so that nothing is locked in the pause
      %[4]s
    END LOOP;
`, retries+1, run, onBlocked("{table}", "'EXCLUSIVE'", "'the rows of a batch of ' || {table}", retries+1), retryPause)
}

// upToKey is the expression that gives the statement up to where a condition on
// its key follows. Its own condition is put into parentheses, behind the given
// byte; the server counts characters, but where a database knows of none.
func upToKey(sql string, where int) string {
	if where == 0 {
		return "sqlbundle_statement || ' WHERE '"
	}
	// It begins behind a line break.
	at := strconv.Itoa(utf8.RuneCountInString(sql[:where]) + 2)
	if bytes := strconv.Itoa(where + 2); bytes != at {
		at = "CASE pg_catalog.getdatabaseencoding() WHEN 'SQL_ASCII' THEN " + bytes + " ELSE " + at + " END"
	}
	return "pg_catalog.overlay(sqlbundle_statement, ' (', " + at + ", 0) || ') AND '"
}

// lastKey is the query for the highest key.
func lastKey(b *compiler.Batch, key []string) string {
	return fmt.Sprintf("SELECT pg_catalog.jsonb_build_array(%s) FROM %s WHERE true%s ORDER BY %s DESC LIMIT 1", comma(key), fromTable(b), notNull(key), strings.Join(key, " DESC, "))
}

func fromTable(b *compiler.Batch) string {
	if b.Only {
		return "ONLY " + b.Table
	}
	return b.Table
}

// window begins the query for the last key of the next batch.
func window(b *compiler.Batch, key []string) string {
	return fmt.Sprintf("SELECT %[1]s, sqlbundle_n FROM (SELECT %[1]s, pg_catalog.row_number() OVER (ORDER BY %[1]s) AS sqlbundle_n FROM (SELECT %[1]s FROM %[2]s WHERE true%[3]s",
		comma(key), fromTable(b), notNull(key))
}

// dollarTag is a dollar quote that does not stand in a text.
func dollarTag(name, text string) string {
	tag := "$" + name + "$"
	for n := 2; strings.Contains(text, tag); n++ {
		tag = fmt.Sprintf("$%s%d$", name, n)
	}
	return tag
}

func idents(names []string) []string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = pgsql.QuoteIdent(name)
	}
	return list
}

func comma(list []string) string { return strings.Join(list, ", ") }

func tuple(columns []string) string { return "(" + comma(columns) + ")" }

// params are n parameters from a number on.
func params(first, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = "$" + strconv.Itoa(first+i)
	}
	return tuple(list)
}

func notNull(columns []string) string {
	text := ""
	for _, column := range columns {
		text += " AND " + column + " IS NOT NULL"
	}
	return text
}

func assign(names, values []string) string {
	list := make([]string, len(names))
	for i := range names {
		list[i] = names[i] + " := " + values[i] + ";"
	}
	return strings.Join(list, " ")
}
