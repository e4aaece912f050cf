-- What a reviewer of emergency reading writes beside the finding.
ALTER TABLE "break_glass" ADD COLUMN     "review_note" TEXT;
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_note_with_finding" CHECK ("review_note" IS NULL OR "finding" IS NOT NULL);
