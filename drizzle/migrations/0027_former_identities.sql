CREATE TABLE "former_identities" (
	"identity" text NOT NULL,
	"school_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "former_identities_identity_school_id_pk" PRIMARY KEY("identity","school_id")
);
--> statement-breakpoint
ALTER TABLE "former_identities" ADD CONSTRAINT "former_identities_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "former_identities" ADD CONSTRAINT "former_identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "former_identities_user" ON "former_identities" USING btree ("user_id");