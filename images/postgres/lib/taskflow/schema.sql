-- What the schema is, as JSON on one line, with `moment` from the caller. Names of the schema public stand alone,
-- all others are qualified; what belongs to an extension, to the system or to operation is left out.
\set ON_ERROR_STOP on
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = pg_catalog;
SELECT to_regclass('public.schema_migrations') IS NOT NULL AS migrated \gset
\if :migrated
SELECT coalesce(json_agg(version::text ORDER BY version), '[]') AS versions FROM public.schema_migrations \gset
\else
\set versions '[]'
\endif
WITH place AS (
  SELECT oid, nspname AS name, CASE nspname WHEN 'public' THEN '' ELSE quote_ident(nspname) || '.' END AS prefix
  FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND nspname !~ '^taskflow_(ops|pooler|rehearsal)$'
), relation AS (
  -- In one order: how the server keeps them depends on who was granted theirs first.
  SELECT c.*, prefix || quote_ident(relname) AS name,
    (SELECT coalesce(json_agg(acl::text ORDER BY acl::text), '[]') FROM unnest(relacl) AS acl) AS rights
  FROM pg_class c JOIN place ON place.oid = relnamespace
  WHERE NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
  )
), described AS (
  SELECT name, json_build_object(
    'name', name,
    'rowSecurity', relrowsecurity,
    'forced', relforcerowsecurity,
    'rights', rights,
    'columns', (
      SELECT coalesce(json_agg(json_build_object(
        'name', attname,
        'type', format_type(atttypid, atttypmod),
        'required', attnotnull,
        'filled', attidentity <> '' OR atthasdef,
        'default', pg_get_expr(adbin, adrelid)
      ) ORDER BY attnum), '[]')
      FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
    ),
    'constraints', (
      SELECT coalesce(json_agg(json_build_object(
        'name', conname,
        'kind', contype,
        'columns', (
          SELECT coalesce(json_agg(attname ORDER BY attnum), '[]')
          FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)
        ),
        'definition', pg_get_constraintdef(oid)
      ) ORDER BY conname), '[]')
      FROM pg_constraint WHERE conrelid = relation.oid AND contype IN ('c', 'f', 'p', 'u', 'x')
    )
  ) AS document
  FROM relation WHERE relkind IN ('r', 'p')
), definition AS (
  SELECT 'index ' || name AS object, pg_get_indexdef(oid) AS text FROM relation WHERE relkind IN ('i', 'I')
  UNION ALL
  SELECT 'view ' || name, concat(pg_get_viewdef(oid), rights) FROM relation WHERE relkind IN ('v', 'm')
  UNION ALL
  SELECT 'sequence ' || name, format('%s %s %s %s %s %s', seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, rights)
  FROM relation JOIN pg_sequence ON seqrelid = relation.oid
  UNION ALL
  SELECT format('policy %I on %s', polname, name), concat_ws(' ', polcmd, polpermissive, polroles::regrole[],
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
  FROM relation JOIN pg_policy ON polrelid = relation.oid
  UNION ALL
  SELECT format('trigger %I on %s', tgname, name), concat(pg_get_triggerdef(pg_trigger.oid), tgenabled)
  FROM relation JOIN pg_trigger ON tgrelid = relation.oid WHERE NOT tgisinternal
  UNION ALL
  SELECT 'function ' || prefix || format('%I(%s)', proname, pg_get_function_identity_arguments(p.oid)),
    concat_ws(' ', pg_get_function_result(p.oid), prosrc, pg_get_function_sqlbody(p.oid), provolatile, prosecdef,
      proconfig, (SELECT string_agg(acl::text, ' ' ORDER BY acl::text) FROM unnest(proacl) AS acl))
  FROM pg_proc p JOIN place ON place.oid = pronamespace
  WHERE NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
  )
  UNION ALL
  SELECT 'type ' || prefix || quote_ident(typname), concat_ws(' ', typtype, format_type(typbasetype, typtypmod), typnotnull,
    (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
    (SELECT string_agg(pg_get_constraintdef(c.oid), ',' ORDER BY conname) FROM pg_constraint c WHERE contypid = t.oid))
  FROM pg_type t JOIN place ON place.oid = typnamespace
  WHERE typtype IN ('d', 'e', 'r') AND NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
  )
  UNION ALL
  SELECT 'schema ' || name, '' FROM place
  UNION ALL
  SELECT 'extension ' || extname, extversion FROM pg_extension
)
SELECT json_build_object(
  'moment', :'moment',
  'at', to_json(clock_timestamp()),
  'versions', :'versions'::json,
  'tables', (SELECT coalesce(json_agg(document ORDER BY name), '[]') FROM described),
  'objects', (SELECT json_object_agg(object, md5(text) ORDER BY object) FROM definition)
);
COMMIT;
