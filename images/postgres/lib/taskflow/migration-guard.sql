-- One session, from before the migrations until after them: what it holds, nobody else can have.
\set ON_ERROR_STOP on
-- The key is nobody else's: a migration tool that takes a lock of its own must still get that one.
\set lock 'hashtextextended(''taskflow migration guard'', 0)'
SELECT pg_try_advisory_lock(:lock) AS held \gset
\if :held
\set moment before
\ir schema.sql
\! touch "$RUN_DIR/held" "$RUN_DIR/decided"
\! read -r _ <"$RUN_DIR/end"
\set moment after
\ir schema.sql
\else
SELECT json_build_object('moment', 'refused', 'holder', json_build_object(
  'process', pid, 'since', backend_start, 'address', client_addr, 'login', usename
))
FROM pg_locks LEFT JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND objsubid = 1
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND (classid::bigint << 32 | objid::bigint) = :lock
UNION ALL SELECT json_build_object('moment', 'refused', 'holder', NULL)
LIMIT 1;
\endif
