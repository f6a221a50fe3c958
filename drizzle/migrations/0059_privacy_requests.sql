CREATE TYPE "public"."privacy_request_kind" AS ENUM('access', 'correction', 'erasure');--> statement-breakpoint
CREATE TYPE "public"."privacy_request_law" AS ENUM('gdpr', 'ccpa', 'ferpa');--> statement-breakpoint
CREATE TYPE "public"."privacy_request_state" AS ENUM('open', 'answered', 'refused');--> statement-breakpoint
CREATE TABLE "compliance_confirmations" (
	"school_id" uuid NOT NULL,
	"item" text NOT NULL,
	"confirmed_on" date NOT NULL,
	"confirmed_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "compliance_confirmations_school_id_item_pk" PRIMARY KEY("school_id","item")
);
--> statement-breakpoint
CREATE TABLE "privacy_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"kind" "privacy_request_kind" NOT NULL,
	"user_id" uuid,
	"person_name" text,
	"law" "privacy_request_law" NOT NULL,
	"received_on" date NOT NULL,
	"due_on" date NOT NULL,
	"state" "privacy_request_state" DEFAULT 'open' NOT NULL,
	"closed_on" date,
	"closed_by" uuid,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "compliance_confirmations" ADD CONSTRAINT "compliance_confirmations_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compliance_confirmations" ADD CONSTRAINT "compliance_confirmations_confirmed_by_users_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "privacy_requests" ADD CONSTRAINT "privacy_requests_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "privacy_requests" ADD CONSTRAINT "privacy_requests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "privacy_requests" ADD CONSTRAINT "privacy_requests_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "privacy_requests" ADD CONSTRAINT "privacy_requests_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "privacy_requests_school" ON "privacy_requests" USING btree ("school_id","state","due_on");--> statement-breakpoint
CREATE INDEX "privacy_requests_user" ON "privacy_requests" USING btree ("user_id");