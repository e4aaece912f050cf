-- CreateTable
CREATE TABLE "practice" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "jurisdiction" TEXT NOT NULL,
    "week" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "practice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "roles" TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_member" (
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("team_id","user_id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payer" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "payer_class" TEXT NOT NULL DEFAULT 'commercial',
    "follow_up_interval_days" INTEGER,
    "appeal_window_days" INTEGER,

    CONSTRAINT "payer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "patient" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "identity" TEXT,
    "birth_date" DATE,

    CONSTRAINT "patient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "payer_id" UUID,
    "patient_id" UUID,
    "payer_control_number" TEXT,
    "service_from" DATE,
    "service_to" DATE,
    "charge_cents" BIGINT NOT NULL DEFAULT 0,
    "paid_cents" BIGINT NOT NULL DEFAULT 0,
    "patient_responsibility_cents" BIGINT NOT NULL DEFAULT 0,
    "outstanding_cents" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submission" (
    "id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "payer_control" TEXT NOT NULL DEFAULT '',
    "frequency_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "submission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "practice_id" UUID NOT NULL,
    "jurisdiction" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "stage" TEXT NOT NULL,
    "stage_since" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "flags" TEXT[],
    "owner_user_id" UUID,
    "owner_team_id" UUID,
    "assigned_at" TIMESTAMPTZ(3),
    "priority" TEXT NOT NULL DEFAULT 'normal',
    "follow_up_on" DATE,
    "attention_rank" INTEGER NOT NULL,
    "attention_on" DATE,
    "next_due_at" TIMESTAMPTZ(3),
    "next_clock" TEXT,
    "machine_version" INTEGER NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "allowed" JSONB NOT NULL,
    "facts" JSONB NOT NULL,
    "detail" JSONB NOT NULL,
    "state" JSONB NOT NULL,
    "details" JSONB NOT NULL,
    "subject" TEXT,
    "carc_codes" TEXT[],
    "tags" TEXT[],
    "payer_id" UUID,
    "patient_id" UUID,
    "claim_number" TEXT,
    "search_text" TEXT NOT NULL DEFAULT '',
    "outstanding_cents" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_claim" (
    "case_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "submission_id" UUID,
    "active" BOOLEAN NOT NULL,

    CONSTRAINT "case_claim_pkey" PRIMARY KEY ("case_id","claim_id")
);

-- CreateTable
CREATE TABLE "clock" (
    "case_id" UUID NOT NULL,
    "slot" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "computed_due_at" TIMESTAMPTZ(3) NOT NULL,
    "explanation" JSONB NOT NULL,
    "armed_at" TIMESTAMPTZ(3) NOT NULL,
    "armed_by_seq" INTEGER NOT NULL,
    "armed_by_type" TEXT NOT NULL,
    "moved" BOOLEAN NOT NULL,

    CONSTRAINT "clock_pkey" PRIMARY KEY ("case_id","slot")
);

-- CreateTable
CREATE TABLE "clock_receipt" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "slot" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "fired_at" TIMESTAMPTZ(3) NOT NULL,
    "explanation" JSONB NOT NULL,
    "armed_at" TIMESTAMPTZ(3) NOT NULL,
    "armed_by_seq" INTEGER NOT NULL,
    "armed_by_type" TEXT NOT NULL,
    "moved" BOOLEAN NOT NULL,

    CONSTRAINT "clock_receipt_pkey" PRIMARY KEY ("case_id","seq")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT,
    "follows_owner" BOOLEAN NOT NULL,
    "assignee_user_id" UUID,
    "assignee_team_id" UUID,
    "assignee_role" TEXT,
    "priority" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "requirement" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by_seq" INTEGER NOT NULL,
    "receipt_seq" INTEGER,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_seq" INTEGER,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_event" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "command_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "note" TEXT,
    "stage_before" TEXT,
    "stage_after" TEXT NOT NULL,
    "changed" JSONB NOT NULL,
    "clock_changes" JSONB NOT NULL,
    "effects" JSONB NOT NULL,
    "rule_version" INTEGER NOT NULL,

    CONSTRAINT "case_event_pkey" PRIMARY KEY ("case_id","seq")
);

-- CreateTable
CREATE TABLE "command" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "details" JSONB,
    "note" TEXT,
    "expected_version" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "outcome" JSONB,
    "version" INTEGER,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tried_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outside_effect" (
    "id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "error" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outside_effect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "effect_id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "user_id" UUID,
    "team_id" UUID,
    "role" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "case_id" UUID,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_version" (
    "version" INTEGER NOT NULL,
    "layers" JSONB NOT NULL,
    "note" TEXT,
    "reverts" INTEGER,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT NOT NULL,
    "batch_id" UUID,

    CONSTRAINT "rule_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "holiday" (
    "jurisdiction" TEXT NOT NULL,
    "on" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "closes_at_minute" INTEGER,
    "approved_by" TEXT,

    CONSTRAINT "holiday_pkey" PRIMARY KEY ("jurisdiction","on","name")
);

-- CreateTable
CREATE TABLE "import" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "practice_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "options" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "summary" JSONB,
    "error" JSONB,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_row" (
    "import_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,
    "case_id" UUID,

    CONSTRAINT "import_row_pkey" PRIMARY KEY ("import_id","row")
);

-- CreateTable
CREATE TABLE "import_exception" (
    "id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "segment_number" INTEGER,
    "segment_id" TEXT,
    "byte_offset" BIGINT,
    "control_number" TEXT,
    "amount_cents" BIGINT,
    "state" TEXT NOT NULL DEFAULT 'open',

    CONSTRAINT "import_exception_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "remit_transaction" (
    "id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "identity" TEXT NOT NULL,
    "payer_id" UUID,
    "payer_name" TEXT NOT NULL,
    "payee_name" TEXT NOT NULL,
    "payee_identifier" TEXT NOT NULL,
    "trace_number" TEXT NOT NULL,
    "payment_method" TEXT NOT NULL,
    "payment_on" DATE,
    "bpr_cents" BIGINT NOT NULL,
    "clp_cents" BIGINT NOT NULL,
    "plb_cents" BIGINT NOT NULL,
    "difference_cents" BIGINT NOT NULL,
    "claim_count" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "remit_transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "remit_claim" (
    "id" UUID NOT NULL,
    "transaction_id" UUID NOT NULL,
    "identity" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "claim_id" UUID,
    "number" TEXT NOT NULL,
    "status_code" TEXT NOT NULL,
    "classification" TEXT NOT NULL,
    "charge_cents" BIGINT NOT NULL,
    "paid_cents" BIGINT NOT NULL,
    "patient_responsibility_cents" BIGINT NOT NULL,
    "filing_indicator" TEXT,
    "payer_control_number" TEXT,
    "patient_name" TEXT NOT NULL,
    "patient_identity" TEXT,
    "service_from" DATE,
    "service_to" DATE,
    "remark_codes" TEXT[],
    "detail" JSONB NOT NULL,
    "case_id" UUID,

    CONSTRAINT "remit_claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "remit_line" (
    "id" UUID NOT NULL,
    "remit_claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "procedure_code" TEXT NOT NULL,
    "qualifier" TEXT NOT NULL,
    "modifiers" TEXT[],
    "revenue_code" TEXT,
    "charge_cents" BIGINT NOT NULL,
    "paid_cents" BIGINT NOT NULL,
    "units" DECIMAL(15,3),
    "service_from" DATE,
    "service_to" DATE,
    "line_control" TEXT,
    "remark_codes" TEXT[],
    "detail" JSONB NOT NULL,

    CONSTRAINT "remit_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "remit_adjustment" (
    "id" UUID NOT NULL,
    "remit_claim_id" UUID NOT NULL,
    "line_position" INTEGER,
    "group_code" TEXT NOT NULL,
    "carc" TEXT NOT NULL,
    "amount_cents" BIGINT NOT NULL,
    "quantity" DECIMAL(15,3),

    CONSTRAINT "remit_adjustment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "remit_provider_adjustment" (
    "id" UUID NOT NULL,
    "transaction_id" UUID NOT NULL,
    "provider_id" TEXT NOT NULL,
    "fiscal_period_on" DATE,
    "reason" TEXT NOT NULL,
    "reference" TEXT,
    "amount_cents" BIGINT NOT NULL,

    CONSTRAINT "remit_provider_adjustment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch" (
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "command" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch_item" (
    "batch_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" JSONB,

    CONSTRAINT "batch_item_pkey" PRIMARY KEY ("batch_id","case_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "case_id" UUID,
    "outcome" TEXT NOT NULL,
    "request_id" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "team_name_key" ON "team"("name");

-- CreateIndex
CREATE INDEX "team_member_user_id_idx" ON "team_member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "payer_identity_key" ON "payer"("identity");

-- CreateIndex
CREATE UNIQUE INDEX "patient_identity_key" ON "patient"("identity");

-- CreateIndex
CREATE INDEX "claim_patient_id_idx" ON "claim"("patient_id");

-- CreateIndex
CREATE INDEX "claim_status_id_idx" ON "claim"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "claim_practice_id_number_payer_id_key" ON "claim"("practice_id", "number", "payer_id");

-- CreateIndex
CREATE UNIQUE INDEX "submission_claim_id_version_key" ON "submission"("claim_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "submission_claim_id_payer_control_key" ON "submission"("claim_id", "payer_control");

-- CreateIndex
CREATE INDEX "case_board" ON "cases"("kind", "attention_rank", "attention_on", "id") WHERE (closed_at is null);

-- CreateIndex
CREATE INDEX "case_view" ON "cases"("kind", "stage", "follow_up_on", "id");

-- CreateIndex
CREATE INDEX "case_arrival" ON "cases"("kind", "opened_at", "id");

-- CreateIndex
CREATE INDEX "case_owner_user" ON "cases"("owner_user_id", "kind", "stage");

-- CreateIndex
CREATE INDEX "case_owner_team" ON "cases"("owner_team_id", "kind", "stage");

-- CreateIndex
CREATE INDEX "case_payer_subject" ON "cases"("payer_id", "subject");

-- CreateIndex
CREATE INDEX "case_claim_claim_id_idx" ON "case_claim"("claim_id");

-- CreateIndex
CREATE UNIQUE INDEX "case_claim_one_active" ON "case_claim"("claim_id") WHERE (active);

-- CreateIndex
CREATE INDEX "clock_due_at_case_id_idx" ON "clock"("due_at", "case_id");

-- CreateIndex
CREATE INDEX "clock_receipt_fired_at_idx" ON "clock_receipt"("fired_at");

-- CreateIndex
CREATE INDEX "task_due" ON "task"("state", "due_on", "id");

-- CreateIndex
CREATE INDEX "task_assignee_user_id_state_due_on_idx" ON "task"("assignee_user_id", "state", "due_on");

-- CreateIndex
CREATE INDEX "task_assignee_team_id_state_due_on_idx" ON "task"("assignee_team_id", "state", "due_on");

-- CreateIndex
CREATE UNIQUE INDEX "task_one_open" ON "task"("case_id", "key") WHERE (state = 'open');

-- CreateIndex
CREATE INDEX "case_event_position_idx" ON "case_event"("position");

-- CreateIndex
CREATE UNIQUE INDEX "case_event_command" ON "case_event"("command_id");

-- CreateIndex
CREATE INDEX "command_pending" ON "command"("tried_at") WHERE (state = 'pending');

-- CreateIndex
CREATE INDEX "command_case_id_idx" ON "command"("case_id");

-- CreateIndex
CREATE INDEX "outside_effect_case_id_idx" ON "outside_effect"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_effect_id_key" ON "notice"("effect_id");

-- CreateIndex
CREATE INDEX "notice_user_id_read_at_idx" ON "notice"("user_id", "read_at");

-- CreateIndex
CREATE INDEX "notice_case_id_idx" ON "notice"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "incident_source_key" ON "incident"("source");

-- CreateIndex
CREATE INDEX "incident_state_at_idx" ON "incident"("state", "at");

-- CreateIndex
CREATE INDEX "import_kind_created_at_idx" ON "import"("kind", "created_at");

-- CreateIndex
CREATE INDEX "import_exception_import_id_idx" ON "import_exception"("import_id");

-- CreateIndex
CREATE INDEX "import_exception_state_idx" ON "import_exception"("state");

-- CreateIndex
CREATE UNIQUE INDEX "remit_transaction_identity_key" ON "remit_transaction"("identity");

-- CreateIndex
CREATE INDEX "remit_transaction_trace_number_idx" ON "remit_transaction"("trace_number");

-- CreateIndex
CREATE INDEX "remit_transaction_import_id_idx" ON "remit_transaction"("import_id");

-- CreateIndex
CREATE UNIQUE INDEX "remit_claim_identity_key" ON "remit_claim"("identity");

-- CreateIndex
CREATE INDEX "remit_claim_transaction_id_position_idx" ON "remit_claim"("transaction_id", "position");

-- CreateIndex
CREATE INDEX "remit_claim_claim_id_idx" ON "remit_claim"("claim_id");

-- CreateIndex
CREATE INDEX "remit_claim_number_idx" ON "remit_claim"("number");

-- CreateIndex
CREATE INDEX "remit_line_remit_claim_id_position_idx" ON "remit_line"("remit_claim_id", "position");

-- CreateIndex
CREATE INDEX "remit_adjustment_remit_claim_id_idx" ON "remit_adjustment"("remit_claim_id");

-- CreateIndex
CREATE INDEX "remit_adjustment_carc_group_code_idx" ON "remit_adjustment"("carc", "group_code");

-- CreateIndex
CREATE INDEX "remit_provider_adjustment_transaction_id_idx" ON "remit_provider_adjustment"("transaction_id");

-- CreateIndex
CREATE INDEX "batch_item_batch_id_state_idx" ON "batch_item"("batch_id", "state");

-- CreateIndex
CREATE INDEX "audit_entry_case_id_id_idx" ON "audit_entry"("case_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_id_idx" ON "audit_entry"("actor_id", "id");

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_payer_id_fkey" FOREIGN KEY ("payer_id") REFERENCES "payer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "patient"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submission" ADD CONSTRAINT "submission_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_payer_id_fkey" FOREIGN KEY ("payer_id") REFERENCES "payer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "patient"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_claim" ADD CONSTRAINT "case_claim_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_claim" ADD CONSTRAINT "case_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_claim" ADD CONSTRAINT "case_claim_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submission"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clock" ADD CONSTRAINT "clock_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_event" ADD CONSTRAINT "case_event_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_exception" ADD CONSTRAINT "import_exception_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remit_claim" ADD CONSTRAINT "remit_claim_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "remit_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remit_claim" ADD CONSTRAINT "remit_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remit_line" ADD CONSTRAINT "remit_line_remit_claim_id_fkey" FOREIGN KEY ("remit_claim_id") REFERENCES "remit_claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remit_adjustment" ADD CONSTRAINT "remit_adjustment_remit_claim_id_fkey" FOREIGN KEY ("remit_claim_id") REFERENCES "remit_claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remit_provider_adjustment" ADD CONSTRAINT "remit_provider_adjustment_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "remit_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch_item" ADD CONSTRAINT "batch_item_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;
