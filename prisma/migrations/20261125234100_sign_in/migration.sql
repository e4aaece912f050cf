-- Sign-in: passwords, second factors, sessions, links and the counting of failed tries.
CREATE TABLE "auth_password" (
    "user_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_password_pkey" PRIMARY KEY ("user_id")
);

CREATE TABLE "auth_session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "second_factor" BOOLEAN NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "authenticated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "auth_session_stage_known" CHECK ("stage" IN ('second-factor', 'enrolment', 'complete')),
    CONSTRAINT "auth_session_via_known" CHECK ("via" IN ('password', 'provider'))
);

CREATE TABLE "auth_totp" (
    "user_id" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_totp_pkey" PRIMARY KEY ("user_id")
);

CREATE TABLE "auth_recovery_code" (
    "user_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "auth_recovery_code_pkey" PRIMARY KEY ("user_id","code_hash")
);

CREATE TABLE "auth_identity" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_identity_pkey" PRIMARY KEY ("issuer","subject")
);

CREATE TABLE "auth_link" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "auth_link_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "auth_link_purpose_known" CHECK ("purpose" IN ('invitation', 'reset', 'first-administrator'))
);

CREATE TABLE "auth_device" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_device_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "auth_throttle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "free_at" TIMESTAMPTZ(3),
    "admitted" BOOLEAN NOT NULL,

    CONSTRAINT "auth_throttle_pkey" PRIMARY KEY ("key")
);

CREATE UNIQUE INDEX "auth_session_token_hash_key" ON "auth_session"("token_hash");

CREATE INDEX "auth_session_user_id_expires_at_idx" ON "auth_session"("user_id", "expires_at");

CREATE INDEX "auth_session_expires_at_idx" ON "auth_session"("expires_at");

CREATE UNIQUE INDEX "auth_identity_user_id_issuer_key" ON "auth_identity"("user_id", "issuer");

CREATE UNIQUE INDEX "auth_link_token_hash_key" ON "auth_link"("token_hash");

CREATE INDEX "auth_link_user_id_idx" ON "auth_link"("user_id");

CREATE UNIQUE INDEX "auth_device_token_hash_key" ON "auth_device"("token_hash");

CREATE INDEX "auth_device_user_id_idx" ON "auth_device"("user_id");

CREATE INDEX "auth_throttle_last_at_idx" ON "auth_throttle"("last_at");

ALTER TABLE "auth_password" ADD CONSTRAINT "auth_password_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "auth_totp" ADD CONSTRAINT "auth_totp_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "auth_recovery_code" ADD CONSTRAINT "auth_recovery_code_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "auth_identity" ADD CONSTRAINT "auth_identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "auth_link" ADD CONSTRAINT "auth_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "auth_device" ADD CONSTRAINT "auth_device_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An address belongs to one person, however it is written.
CREATE UNIQUE INDEX "app_user_email_folded" ON "app_user"(lower("email"));
