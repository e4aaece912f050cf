-- Drafts of rules, and what they would do to the live cases.
CREATE TABLE "rule_draft" (
    "scope" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "note" TEXT,
    "revision" INTEGER NOT NULL,
    "based_on" INTEGER NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rule_draft_pkey" PRIMARY KEY ("scope")
);

CREATE TABLE "rule_what_if" (
    "id" UUID NOT NULL,
    "created_by" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "based_on" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "summary" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rule_what_if_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "rule_what_if_state_known" CHECK ("state" IN ('running', 'finished', 'failed', 'replaced')),
    CONSTRAINT "rule_what_if_ends_whole" CHECK (("state" = 'finished') = ("summary" IS NOT NULL))
);

CREATE TABLE "rule_what_if_case" (
    "what_if_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "flagged" BOOLEAN NOT NULL,
    "cleared" BOOLEAN NOT NULL,
    "moved" INTEGER NOT NULL,
    "sort_at" TIMESTAMPTZ(3) NOT NULL,
    "effect" JSONB NOT NULL,

    CONSTRAINT "rule_what_if_case_pkey" PRIMARY KEY ("what_if_id","case_id")
);

CREATE INDEX "rule_what_if_created_by_created_at_idx" ON "rule_what_if"("created_by", "created_at");

CREATE INDEX "rule_what_if_case_what_if_id_sort_at_case_id_idx" ON "rule_what_if_case"("what_if_id", "sort_at", "case_id");

ALTER TABLE "rule_what_if_case" ADD CONSTRAINT "rule_what_if_case_what_if_id_fkey" FOREIGN KEY ("what_if_id") REFERENCES "rule_what_if"("id") ON DELETE CASCADE ON UPDATE CASCADE;
