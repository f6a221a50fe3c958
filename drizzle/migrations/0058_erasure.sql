CREATE TABLE "erased_identities" (
	"school_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"erased_at" timestamp with time zone NOT NULL,
	CONSTRAINT "erased_identities_school_id_hash_pk" PRIMARY KEY("school_id","hash")
);
--> statement-breakpoint
ALTER TABLE "imports" ALTER COLUMN "user_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "erased_identities" ADD CONSTRAINT "erased_identities_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;