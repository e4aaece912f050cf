-- Who may see a batch, and an index for those who see few of many locations.
ALTER TABLE "batch" ADD COLUMN     "practice_ids" UUID[];

CREATE INDEX "case_practice" ON "cases"("practice_id", "kind", "stage");

-- Batches that are there touch the locations of their cases; a rule version may touch any.
UPDATE "batch" b SET "practice_ids" = CASE WHEN b."type" = 'command' THEN coalesce((
  SELECT array_agg(DISTINCT c."practice_id") FROM "batch_item" i JOIN "cases" c ON c."id" = i."case_id"
  WHERE i."batch_id" = b."id"), '{}') ELSE '{}' END;
ALTER TABLE "batch" ALTER COLUMN "practice_ids" SET DEFAULT '{}', ALTER COLUMN "practice_ids" SET NOT NULL;

CREATE INDEX "case_board_counts" ON "cases"("kind", "attention_rank", "practice_id", "owner_user_id", "owner_team_id", "id") WHERE (closed_at is null);

CREATE INDEX "task_for_person" ON "task"("assignee_user_id") WHERE (state = 'open' and not follows_owner);

CREATE INDEX "task_for_team" ON "task"("assignee_team_id") WHERE (state = 'open' and not follows_owner);
