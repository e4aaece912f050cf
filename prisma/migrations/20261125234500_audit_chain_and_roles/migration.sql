-- The audit trail becomes a chain that only one function can lengthen, and the application gets a role of its own.

-- What a row says beside who, what and when.
ALTER TABLE "audit_entry"
  ADD COLUMN "roles" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "patient_id" UUID,
  ADD COLUMN "purpose" TEXT NOT NULL DEFAULT 'operations',
  ADD COLUMN "case_ids" UUID[] NOT NULL DEFAULT '{}',
  ADD COLUMN "patient_ids" UUID[] NOT NULL DEFAULT '{}',
  ADD COLUMN "prev_hash" BYTEA,
  ADD COLUMN "hash" BYTEA;
-- Ids are given in the order of the chain, without gaps; a sequence would leave some at every rollback.
ALTER TABLE "audit_entry" ALTER COLUMN "id" DROP DEFAULT;
DROP SEQUENCE "audit_entry_id_seq";

-- Where the chain ends: without it the newest rows could be removed unseen.
CREATE TABLE "audit_head" (
    "one" BOOLEAN NOT NULL DEFAULT true,
    "count" BIGINT NOT NULL,
    "last_id" BIGINT NOT NULL,
    "last_hash" BYTEA NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("one"),
    CONSTRAINT "audit_head_is_one" CHECK ("one")
);

-- One field of the text that is hashed: its length in bytes, a colon, itself; a dash for null. Nothing a field holds can
-- be taken for the next field.
CREATE FUNCTION "audit_part"(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NULL THEN '-' ELSE octet_length(value) || ':' || value END
$$;

-- SHA-256 over the previous row's hash and every field, in this order. platform/audit/chain.ts computes the same.
CREATE FUNCTION "audit_hash"(prev bytea, e "audit_entry") RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(
    audit_part(encode(prev, 'hex')) || audit_part(e.id::text)
    || audit_part((extract(epoch FROM e.at) * 1000)::bigint::text)
    || audit_part(e.actor_type) || audit_part(e.actor_id) || audit_part(e.roles::text)
    || audit_part(e.action) || audit_part(e.outcome) || audit_part(e.purpose)
    || audit_part(e.case_id::text) || audit_part(e.patient_id::text)
    || audit_part(e.case_ids::text) || audit_part(e.patient_ids::text)
    || audit_part(e.request_id) || audit_part(e.data::text), 'UTF8'))
$$;

-- Rows from before are chained in the order of their ids. Their roles stood in data.
DROP TRIGGER "audit_append_only" ON "audit_entry";
UPDATE "audit_entry" SET
  "roles" = CASE WHEN jsonb_typeof("data"->'roles') = 'array'
    THEN array(SELECT jsonb_array_elements_text("data"->'roles')) ELSE '{}' END,
  "data" = "data" - 'roles';
UPDATE "audit_entry" a SET
  "case_ids" = array[a."case_id"],
  "patient_id" = c."patient_id",
  "patient_ids" = CASE WHEN c."patient_id" IS NULL THEN '{}'::uuid[] ELSE array[c."patient_id"] END
FROM "cases" c WHERE c."id" = a."case_id";
UPDATE "audit_entry" SET "case_ids" = array["case_id"] WHERE "case_id" IS NOT NULL AND "case_ids" = '{}';
DO $$
DECLARE
  entry audit_entry%ROWTYPE;
  head audit_head%ROWTYPE;
BEGIN
  head.one := true;
  head.count := 0;
  head.last_id := 0;
  head.last_hash := decode(repeat('00', 32), 'hex');
  FOR entry IN SELECT * FROM audit_entry ORDER BY id LOOP
    UPDATE audit_entry SET prev_hash = head.last_hash, hash = audit_hash(head.last_hash, entry) WHERE id = entry.id
      RETURNING hash INTO head.last_hash;
    head.count := head.count + 1;
    head.last_id := entry.id;
  END LOOP;
  INSERT INTO audit_head VALUES (head.*);
END
$$;
ALTER TABLE "audit_entry"
  ALTER COLUMN "prev_hash" SET NOT NULL,
  ALTER COLUMN "hash" SET NOT NULL,
  ALTER COLUMN "purpose" DROP DEFAULT,
  -- Codes and ids only: nothing here can carry a line break into a log or a formula into a spreadsheet.
  ADD CONSTRAINT "audit_actor_known" CHECK ("actor_type" IN ('user', 'service', 'system', 'anonymous')),
  ADD CONSTRAINT "audit_actor_is_id" CHECK ("actor_id" ~ '^[A-Za-z0-9:._-]{0,120}$'),
  ADD CONSTRAINT "audit_action_is_code" CHECK ("action" ~ '^[a-z][a-z0-9:._-]{0,79}$'),
  ADD CONSTRAINT "audit_outcome_is_code" CHECK ("outcome" ~ '^[a-z0-9][a-z0-9_.-]{0,79}$'),
  ADD CONSTRAINT "audit_purpose_known" CHECK ("purpose" IN ('treatment', 'payment', 'operations', 'emergency')),
  ADD CONSTRAINT "audit_request_is_id" CHECK ("request_id" ~ '^[A-Za-z0-9._-]{1,100}$'),
  ADD CONSTRAINT "audit_data_is_small" CHECK (jsonb_typeof("data") = 'object' AND octet_length("data"::text) <= 65536);

-- Who saw this case, who saw this patient: also when a list showed it among others. The pending part is kept small,
-- because whoever fills it up merges it while others wait for the chain.
DROP INDEX "audit_entry_case_id_id_idx";
CREATE INDEX "audit_cases" ON "audit_entry" USING gin ("case_ids") WITH (gin_pending_list_limit = 256);
CREATE INDEX "audit_patients" ON "audit_entry" USING gin ("patient_ids") WITH (gin_pending_list_limit = 256);
CREATE INDEX "audit_entry_action_id_idx" ON "audit_entry"("action", "id");
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- Refused for everybody, the owner included. A superuser cannot be held by a trigger: the chain tells.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
    IF TG_OP = 'UPDATE' THEN
      RETURN NEW;
    END IF;
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only: its rows are never changed or removed', TG_TABLE_NAME USING ERRCODE = '23001';
END
$$;
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "audit_never_emptied" BEFORE TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

-- Adds rows to the chain: the only way to write it. `entries` is an array of {actorType, actorId, roles?, action,
-- outcome, purpose, caseId?, caseIds?, patientIds?, requestId?, data}. It runs as the owner; callers need EXECUTE only.
-- Everything that takes a lookup is done before the chain's end is locked. Returns the last row's id.
CREATE FUNCTION "audit_append"(entries jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head audit_head%ROWTYPE;
  entry audit_entry%ROWTYPE;
  prepared audit_entry[];
BEGIN
  SELECT array_agg(ROW(0, now(), e."actorType", e."actorId", e.action, e."caseId", e.outcome, e."requestId",
      coalesce(e.data, '{}'::jsonb),
      coalesce(e.roles, CASE WHEN e."actorId" ~ '^[0-9a-f-]{36}$'
        THEN (SELECT u.roles FROM app_user u WHERE u.id = e."actorId"::uuid) END, '{}'),
      CASE WHEN cardinality(p.ids) = 1 THEN p.ids[1] END, e.purpose, c.ids, p.ids, null, null)::audit_entry ORDER BY n)
    INTO prepared
    FROM ROWS FROM (jsonb_to_recordset(entries) AS ("actorType" text, "actorId" text, roles text[], action text,
        outcome text, purpose text, "caseId" uuid, "caseIds" uuid[], "patientIds" uuid[], "requestId" text, data jsonb))
      WITH ORDINALITY AS e("actorType", "actorId", roles, action, outcome, purpose, "caseId", "caseIds", "patientIds",
        "requestId", data, n)
    CROSS JOIN LATERAL (SELECT array(SELECT DISTINCT i FROM unnest(coalesce(e."caseIds", '{}') || e."caseId") i
        WHERE i IS NOT NULL ORDER BY i) AS ids) c
    CROSS JOIN LATERAL (SELECT array(
        SELECT i FROM unnest(e."patientIds") i WHERE i IS NOT NULL
        UNION SELECT k.patient_id FROM cases k WHERE k.id = ANY(c.ids) AND k.patient_id IS NOT NULL
        ORDER BY 1) AS ids) p;
  IF prepared IS NULL THEN
    RETURN 0;
  END IF;
  -- Whoever holds this row writes the chain, until its transaction ends; nobody else may lock it, or write it.
  SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
  FOREACH entry IN ARRAY prepared LOOP
    head.count := head.count + 1;
    head.last_id := head.last_id + 1;
    entry.id := head.last_id;
    entry.at := date_trunc('milliseconds', clock_timestamp());
    entry.prev_hash := head.last_hash;
    entry.hash := audit_hash(head.last_hash, entry);
    head.last_hash := entry.hash;
    INSERT INTO audit_entry VALUES (entry.*);
  END LOOP;
  UPDATE audit_head SET count = head.count, last_id = head.last_id, last_hash = head.last_hash;
  RETURN head.last_id;
END
$$;
REVOKE ALL ON FUNCTION "audit_append"(jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION "audit_hash"(bytea, "audit_entry"), "audit_part"(text) FROM PUBLIC;

-- The application's role: it works with rows, it never changes tables, and of what is only added to it changes nothing.
-- Login and password are not a migration's business. A role of another name works too, as a member of this one.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'caseclock_app') THEN
    CREATE ROLE caseclock_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL; -- Another database of this server was quicker.
  WHEN insufficient_privilege THEN
    RAISE WARNING 'This role may not create roles: create caseclock_app yourself and migrate again.';
END
$$;

-- Gives the role what it lacks; migrate calls it after every run, so a role that is created later gets its grants, too.
-- A table that the role has any right on is left alone: a later migration may narrow it, and that stays.
CREATE FUNCTION "grant_to_application"() RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  item record;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'caseclock_app') THEN
    RETURN false;
  END IF;
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO caseclock_app', current_database());
  REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  GRANT USAGE ON SCHEMA public TO caseclock_app;
  -- Tables of later migrations.
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO caseclock_app;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO caseclock_app;
  FOR item IN
    SELECT c.oid::regclass AS name, c.relname,
           EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgfoid = 'refuse_change'::regproc) AS kept
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
      AND NOT has_table_privilege('caseclock_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
  LOOP
    EXECUTE format('GRANT %s ON %s TO caseclock_app', CASE
      WHEN item.relname IN ('audit_entry', 'audit_head') THEN 'SELECT'
      WHEN item.kept THEN 'SELECT, INSERT'
      -- Tables of before whose rows are never removed, only closed, ended or revoked.
      WHEN item.relname IN ('practice', 'app_user', 'cover', 'break_glass', 'api_token', 'payer', 'patient', 'claim',
        'submission', 'cases', 'task', 'command', 'outside_effect', 'notice', 'incident', 'rule_version', 'import_part',
        'import_row', 'import_exception', 'remit_transaction', 'remit_claim', 'remit_line', 'remit_adjustment',
        'remit_provider_adjustment', 'batch', 'batch_item') THEN 'SELECT, INSERT, UPDATE'
      ELSE 'SELECT, INSERT, UPDATE, DELETE' END, item.name);
  END LOOP;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO caseclock_app;
  GRANT EXECUTE ON FUNCTION audit_append(jsonb) TO caseclock_app;
  RETURN true;
END
$$;
REVOKE ALL ON FUNCTION "grant_to_application"() FROM PUBLIC;
SELECT "grant_to_application"();
