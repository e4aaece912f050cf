-- CreateIndex
CREATE INDEX "case_board_unowned" ON "cases"("kind", "attention_rank", "attention_on", "id") WHERE (closed_at is null and owner_user_id is null and owner_team_id is null);

-- CreateIndex
CREATE INDEX "case_without_clock" ON "cases"("practice_id", "id") WHERE (closed_at is null and next_due_at is null);
