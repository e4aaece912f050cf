-- CreateIndex
CREATE INDEX "case_next_due" ON "cases"("kind", "next_due_at", "id");

-- CreateIndex
CREATE INDEX "case_last_change" ON "cases"("kind", "changed_at", "id");

-- CreateIndex
CREATE INDEX "task_assignee_role_state_due_on_id_idx" ON "task"("assignee_role", "state", "due_on", "id");
