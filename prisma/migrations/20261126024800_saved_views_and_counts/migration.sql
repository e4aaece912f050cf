-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tab" TEXT,
    "filter" JSONB NOT NULL,
    "sort" TEXT,
    "hidden" TEXT[],
    "owner_user_id" UUID NOT NULL,
    "team_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "saved_view_team_id_idx" ON "saved_view"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_owner_user_id_page_name_key" ON "saved_view"("owner_user_id", "page", "name");

-- CreateIndex
CREATE INDEX "case_view_counts" ON "cases"("kind", "stage", "practice_id", "owner_user_id", "owner_team_id", "outstanding_cents", "id");

-- CreateIndex
CREATE INDEX "case_by_outstanding" ON "cases"("kind", "stage", "outstanding_cents", "id");

-- CreateIndex
CREATE INDEX "case_by_priority" ON "cases"("kind", "stage", "priority", "follow_up_on", "id");

-- CreateIndex
CREATE INDEX "claim_number" ON "claim"("number" text_pattern_ops, "id");

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_owner_user_id_fkey" FOREIGN KEY ("owner_user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;
