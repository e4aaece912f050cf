-- One open workers' compensation case per claim number of a practice, however the number is spelled. Imports find by it.
CREATE UNIQUE INDEX "case_wc_one_open" ON "cases"
  ("practice_id", regexp_replace(upper("claim_number"), '[^A-Z0-9]', '', 'g'))
  WHERE "kind" = 'wc' AND "closed_at" IS NULL AND "claim_number" IS NOT NULL;
