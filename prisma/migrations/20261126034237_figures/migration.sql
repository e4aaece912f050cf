-- CreateIndex
CREATE INDEX "case_event_silence" ON "case_event"("at", "case_id", "seq") WHERE (changed ? 'silentSinceOn');

-- CreateIndex
CREATE INDEX "case_event_warned" ON "case_event"("at", "case_id", "seq") WHERE (changed->'authorizationStatus'->>1 = 'expiring' or changed->'visitsStatus'->>1 = 'capped');

-- CreateIndex
CREATE INDEX "case_event_clock_ended" ON "case_event"("at") WHERE (clock_changes @> '[{"change": "stopped"}]' or clock_changes @> '[{"change": "redated"}]');

-- CreateIndex
CREATE INDEX "case_event_owner" ON "case_event"("case_id", "seq") WHERE (changed ? 'owner');

-- CreateIndex
CREATE INDEX "case_figures" ON "cases"("kind", "payer_id", "subject", "stage", "practice_id", "owner_user_id", "owner_team_id", "outstanding_cents", "id") WHERE (closed_at is null);

-- CreateIndex
CREATE INDEX "case_closed" ON "cases"("kind", "closed_at", "stage", "practice_id", "owner_user_id", "owner_team_id", "outstanding_cents", "id") WHERE (closed_at is not null);

-- CreateIndex
CREATE INDEX "case_silent" ON "cases"("practice_id") WHERE (closed_at is null and flags @> '{silent}');

-- CreateIndex
CREATE INDEX "outside_effect_draft" ON "outside_effect"("case_id") WHERE (type = 'letter.draft' and state = 'done');
