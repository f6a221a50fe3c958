CREATE TABLE "alert_readers" (
	"alert_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"snoozed_until" timestamp with time zone,
	"done_at" timestamp with time zone,
	CONSTRAINT "alert_readers_user_id_alert_id_pk" PRIMARY KEY("user_id","alert_id")
);
--> statement-breakpoint
ALTER TABLE "alert_readers" ADD CONSTRAINT "alert_readers_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_readers" ADD CONSTRAINT "alert_readers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_readers_alert" ON "alert_readers" USING btree ("alert_id");