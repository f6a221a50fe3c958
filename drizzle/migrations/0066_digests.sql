CREATE TABLE "digest_mails" (
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"from_day" date NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "digest_mails_user_id_kind_from_day_pk" PRIMARY KEY("user_id","kind","from_day")
);
--> statement-breakpoint
ALTER TABLE "alert_settings" ADD COLUMN "weekly_digest" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_settings" ADD COLUMN "monthly_digest" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "digest_mails" ADD CONSTRAINT "digest_mails_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digest_mails_from" ON "digest_mails" USING btree ("from_day");