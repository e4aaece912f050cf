-- Who works where, who stands in for whom, and what was opened in an emergency.
ALTER TABLE "app_user" ADD COLUMN     "all_locations" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'person';
ALTER TABLE "app_user" ADD CONSTRAINT "user_kind_known" CHECK ("kind" IN ('person', 'service'));

ALTER TABLE "api_token" ADD COLUMN     "scopes" TEXT[];

CREATE TABLE "user_location" (
    "user_id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,

    CONSTRAINT "user_location_pkey" PRIMARY KEY ("user_id","practice_id")
);

CREATE TABLE "cover" (
    "id" UUID NOT NULL,
    "absent_user_id" UUID NOT NULL,
    "cover_user_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cover_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "cover_has_length" CHECK ("ends_at" > "starts_at"),
    CONSTRAINT "cover_by_another" CHECK ("absent_user_id" <> "cover_user_id")
);

CREATE TABLE "break_glass" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "reviewed_by" UUID,
    "reviewed_at" TIMESTAMPTZ(3),
    "finding" TEXT,

    CONSTRAINT "break_glass_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "break_glass_finding_known" CHECK ("finding" IN ('justified', 'not-justified')),
    CONSTRAINT "break_glass_reviewed_whole" CHECK (("reviewed_at" IS NULL) = ("finding" IS NULL) AND ("reviewed_at" IS NULL) = ("reviewed_by" IS NULL)),
    CONSTRAINT "break_glass_reviewed_by_another" CHECK ("reviewed_by" <> "user_id")
);

CREATE INDEX "user_location_practice_id_idx" ON "user_location"("practice_id");

CREATE INDEX "cover_cover_user_id_ends_at_idx" ON "cover"("cover_user_id", "ends_at");

CREATE INDEX "cover_absent_user_id_idx" ON "cover"("absent_user_id");

CREATE INDEX "break_glass_user_id_ends_at_idx" ON "break_glass"("user_id", "ends_at");

CREATE INDEX "break_glass_unreviewed" ON "break_glass"("opened_at", "id") WHERE (reviewed_at is null);

ALTER TABLE "user_location" ADD CONSTRAINT "user_location_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "user_location" ADD CONSTRAINT "user_location_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "cover" ADD CONSTRAINT "cover_absent_user_id_fkey" FOREIGN KEY ("absent_user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "cover" ADD CONSTRAINT "cover_cover_user_id_fkey" FOREIGN KEY ("cover_user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Until now everybody saw everything, and administrators ran the practice. Who is there keeps what they had.
UPDATE "app_user" SET "all_locations" = true;
UPDATE "app_user" SET "roles" = array_append("roles", 'manager')
  WHERE 'administrator' = ANY("roles") AND NOT 'manager' = ANY("roles");
