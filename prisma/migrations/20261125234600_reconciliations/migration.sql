-- Sweeps that compare every case with its workflow, and what they found.
CREATE TABLE "reconciliation" (
    "id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "repair" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "started_by" UUID,
    "workflow_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "looked" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "reconciliation_state_known" CHECK ("state" IN ('running', 'finished', 'failed')),
    CONSTRAINT "reconciliation_trigger_known" CHECK ("trigger" IN ('person', 'nightly')),
    CONSTRAINT "reconciliation_ends_whole" CHECK (("state" = 'running') = ("finished_at" IS NULL))
);

CREATE TABLE "reconciliation_finding" (
    "reconciliation_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "case_id" UUID,
    "kind" TEXT,
    "code" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "done" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reconciliation_finding_pkey" PRIMARY KEY ("reconciliation_id","key"),
    CONSTRAINT "reconciliation_finding_outcome_known" CHECK ("outcome" IN ('reported', 'repaired', 'failed'))
);

CREATE INDEX "reconciliation_started_at_id_idx" ON "reconciliation"("started_at", "id");

CREATE INDEX "reconciliation_finding_case_id_idx" ON "reconciliation_finding"("case_id");

ALTER TABLE "reconciliation_finding" ADD CONSTRAINT "reconciliation_finding_reconciliation_id_fkey" FOREIGN KEY ("reconciliation_id") REFERENCES "reconciliation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
