-- Has the server note what migrations lock and rewrite of what was there before them. A lock lasts until its transaction
-- ends, so whoever looks at the end of a statement sees all that the statement took.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA taskflow_rehearsal;
REVOKE ALL ON SCHEMA taskflow_rehearsal FROM PUBLIC;
CREATE TABLE taskflow_rehearsal.known AS
SELECT c.oid, c.oid::regclass::text AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE relkind IN ('r', 'p', 'm') AND nspname !~ '^pg_|^information_schema$|^taskflow_';
CREATE TABLE taskflow_rehearsal.lock (name text, mode text, since timestamptz);
CREATE TABLE taskflow_rehearsal.rewrite (name text, bytes bigint);
CREATE FUNCTION taskflow_rehearsal.note_locks() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO taskflow_rehearsal.lock
  SELECT name, mode, statement_timestamp()
  FROM pg_locks JOIN taskflow_rehearsal.known ON known.oid = relation
  WHERE pid = pg_backend_pid() AND granted
    -- Those that keep others from writing, or from reading too.
    AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock');
END $$;
CREATE FUNCTION taskflow_rehearsal.note_rewrite() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO taskflow_rehearsal.rewrite
  SELECT name, pg_table_size(known.oid)
  FROM taskflow_rehearsal.known WHERE known.oid = pg_event_trigger_table_rewrite_oid();
END $$;
CREATE EVENT TRIGGER taskflow_rehearsal_locks ON ddl_command_end EXECUTE FUNCTION taskflow_rehearsal.note_locks();
CREATE EVENT TRIGGER taskflow_rehearsal_rewrites ON table_rewrite EXECUTE FUNCTION taskflow_rehearsal.note_rewrite();
