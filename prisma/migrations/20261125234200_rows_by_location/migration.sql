-- Who may see a batch, and an index for those who see few of many locations.
ALTER TABLE "batch" ADD COLUMN     "practice_ids" UUID[];

CREATE INDEX "case_practice" ON "cases"("practice_id", "kind", "stage");

-- Batches that are there touch the locations of their cases; a rule version may touch any.
UPDATE "batch" b SET "practice_ids" = CASE WHEN b."type" = 'command' THEN coalesce((
  SELECT array_agg(DISTINCT c."practice_id") FROM "batch_item" i JOIN "cases" c ON c."id" = i."case_id"
  WHERE i."batch_id" = b."id"), '{}') ELSE '{}' END;
ALTER TABLE "batch" ALTER COLUMN "practice_ids" SET DEFAULT '{}', ALTER COLUMN "practice_ids" SET NOT NULL;
