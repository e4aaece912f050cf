-- DropIndex
DROP INDEX "import_kind_created_at_idx";

-- DropIndex
DROP INDEX "remit_transaction_trace_number_idx";

-- DropIndex
DROP INDEX "submission_claim_id_payer_control_key";

-- AlterTable
ALTER TABLE "remit_claim" ADD COLUMN     "denial_codes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "denied_cents" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "is_correction" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "told_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "remit_transaction" ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'posted';

-- AlterTable
ALTER TABLE "submission" ALTER COLUMN "frequency_code" SET NOT NULL,
ALTER COLUMN "frequency_code" SET DEFAULT '';

-- CreateTable
CREATE TABLE "import_chunk" (
    "import_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "import_chunk_pkey" PRIMARY KEY ("import_id","n")
);

-- CreateTable
CREATE TABLE "import_part" (
    "import_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "counts" JSONB NOT NULL,

    CONSTRAINT "import_part_pkey" PRIMARY KEY ("import_id","n")
);

-- CreateIndex
CREATE INDEX "import_created_at_id_idx" ON "import"("created_at", "id");

-- CreateIndex
CREATE INDEX "import_sha256_idx" ON "import"("sha256");

-- CreateIndex
CREATE INDEX "remit_transaction_payer_id_trace_number_idx" ON "remit_transaction"("payer_id", "trace_number");

-- CreateIndex
CREATE UNIQUE INDEX "submission_claim_id_payer_control_frequency_code_key" ON "submission"("claim_id", "payer_control", "frequency_code");

-- AddForeignKey
ALTER TABLE "import_chunk" ADD CONSTRAINT "import_chunk_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_part" ADD CONSTRAINT "import_part_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Chunks live for minutes: compressing them would cost more than the disk it saves.
ALTER TABLE "import_chunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
ALTER TABLE "import" ADD CONSTRAINT "import_state_known"
  CHECK ("state" IN ('uploading', 'queued', 'running', 'finished', 'already-imported', 'failed', 'stopped'));
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_outcome_known"
  CHECK ("outcome" IN ('created', 'updated', 'unchanged', 'refused'));
ALTER TABLE "remit_transaction" ADD CONSTRAINT "remit_transaction_state_known" CHECK ("state" IN ('posted', 'held'));
