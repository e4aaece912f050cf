-- What the database can enforce, it enforces: closed vocabularies, owners, and records that are only ever added to.
ALTER TABLE "cases"
  ADD CONSTRAINT "case_stage_known" CHECK ("stage" IN ('New', 'In Progress', 'Awaiting Payment', 'Resolved', 'Canceled')),
  ADD CONSTRAINT "case_closed_with_its_stage" CHECK (("closed_at" IS NOT NULL) = ("stage" IN ('Resolved', 'Canceled'))),
  ADD CONSTRAINT "case_priority_known" CHECK ("priority" IN ('low', 'normal', 'high')),
  ADD CONSTRAINT "case_one_owner" CHECK ("owner_user_id" IS NULL OR "owner_team_id" IS NULL),
  ADD CONSTRAINT "case_version_counts_events" CHECK ("version" > 0 AND "revision" >= 0);
ALTER TABLE "task" ADD CONSTRAINT "task_state_known" CHECK ("state" IN ('open', 'closed'));
ALTER TABLE "command" ADD CONSTRAINT "command_state_known" CHECK ("state" IN ('pending', 'applied', 'refused'));
ALTER TABLE "case_event" ADD CONSTRAINT "case_event_seq_positive" CHECK ("seq" > 0);

CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: its rows are never changed or removed', TG_TABLE_NAME USING ERRCODE = '23001';
END
$$;

CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "timeline_append_only" BEFORE UPDATE OR DELETE ON "case_event"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "receipt_append_only" BEFORE UPDATE OR DELETE ON "clock_receipt"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

-- Search looks for any part of any word.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "case_search" ON "cases" USING gin ("search_text" gin_trgm_ops);
