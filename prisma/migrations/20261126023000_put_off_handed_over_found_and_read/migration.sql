-- AlterTable
ALTER TABLE "task" ADD COLUMN     "assigned_at" TIMESTAMPTZ(3),
ADD COLUMN     "assigned_by" UUID,
ADD COLUMN     "postponed_at" TIMESTAMPTZ(3),
ADD COLUMN     "postponed_by" UUID,
ADD COLUMN     "postponed_times" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "postponed_until" DATE,
ADD COLUMN     "postponed_why" TEXT;

-- CreateTable
CREATE TABLE "notice_read" (
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_read_pkey" PRIMARY KEY ("user_id","key")
);

-- CreateIndex
CREATE INDEX "patient_name_search" ON "patient" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "claim_number_search" ON "claim" USING GIN ("number" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "case_patient" ON "cases"("patient_id");

-- CreateIndex
CREATE INDEX "task_postponed" ON "task"("postponed_until", "id") WHERE (state = 'open' and postponed_until is not null);

-- CreateIndex
CREATE INDEX "task_closed" ON "task"("closed_at" DESC, "id" DESC) WHERE (state = 'closed');

-- CreateIndex
CREATE INDEX "task_title_search" ON "task" USING GIN ("title" gin_trgm_ops) WHERE (state = 'open' and key ~~ 'own:%');

-- CreateIndex
CREATE INDEX "task_handed_over" ON "task"("assignee_user_id", "assigned_at") WHERE (assigned_by is not null);

-- CreateIndex
CREATE INDEX "notice_role_at_idx" ON "notice"("role", "at");

-- CreateIndex
CREATE INDEX "notice_team_id_at_idx" ON "notice"("team_id", "at");
