CREATE TABLE "beacon_checks" (
	"school_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"known" boolean NOT NULL,
	"accepted" bigint DEFAULT 0 NOT NULL,
	"accepted_at" timestamp with time zone,
	"refused" bigint DEFAULT 0 NOT NULL,
	"refused_at" timestamp with time zone,
	"refused_reason" text,
	"refused_field" text,
	"refused_origin" text,
	CONSTRAINT "beacon_checks_school_id_kind_name_pk" PRIMARY KEY("school_id","kind","name")
);
--> statement-breakpoint
ALTER TABLE "beacon_checks" ADD CONSTRAINT "beacon_checks_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;