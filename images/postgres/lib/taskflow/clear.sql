-- Removes everything that belongs to the current role, and the rights that it gives on what it will make: what comes
-- next is to have the rights that it had, and no others.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('DROP %s IF EXISTS %s CASCADE',
  CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
  oid::regclass)
FROM pg_class WHERE relowner = current_user::regrole AND relkind IN ('r', 'p', 'v', 'm', 'f')
\gexec
SELECT format('DROP SEQUENCE IF EXISTS %s CASCADE', oid::regclass)
FROM pg_class WHERE relowner = current_user::regrole AND relkind = 'S'
\gexec
SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure)
FROM pg_proc WHERE proowner = current_user::regrole
\gexec
SELECT format('DROP %s IF EXISTS %s CASCADE', CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, oid::regtype)
FROM pg_type WHERE typowner = current_user::regrole AND typtype IN ('d', 'e', 'r') OR typowner = current_user::regrole
  AND typtype = 'c' AND EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c')
\gexec
SELECT DISTINCT format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON %s FROM %I',
  nspname,
  CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' ELSE 'TYPES' END,
  rolname)
FROM pg_default_acl
  JOIN pg_namespace n ON n.oid = defaclnamespace
  CROSS JOIN aclexplode(defaclacl) AS acl
  JOIN pg_roles r ON r.oid = acl.grantee
WHERE defaclrole = current_user::regrole AND defaclobjtype IN ('r', 'S', 'f', 'T')
\gexec
