-- AlterTable
ALTER TABLE "remit_transaction" ADD COLUMN     "position" INTEGER NOT NULL DEFAULT 0;
