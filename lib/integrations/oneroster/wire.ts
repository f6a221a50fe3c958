import type { RosterField, RosterKind } from "@/lib/measure/roster";

/* The files of a OneRoster 1.2 CSV export that become a roster, and their columns as `headKey` writes them. 1.1 differs in having no roles.csv. */

export const versions = ["1.1", "1.2", "1.2.1"];
export const manifestName = "manifest.csv";
export const rolesName = "roles.csv";

/** A field of a roster, or what decides how the row is read. */
export type Heading = RosterField | "enabled" | "type";
export type Table = Partial<Record<Heading, readonly string[]>>;

const common = { external_id: ["sourcedid"], removed: ["status"] };

/** In the order in which rows name each other. */
export const files: Readonly<Record<string, { kind: RosterKind; table: Table }>> = {
  "academicsessions.csv": {
    kind: "term",
    table: { ...common, name: ["title"], type: ["type"], starts_on: ["startdate"], ends_on: ["enddate"] },
  },
  "courses.csv": { kind: "course", table: { ...common, title: ["title"] } },
  "classes.csv": {
    kind: "class",
    table: { ...common, name: ["title"], course: ["coursesourcedid"], term: ["termsourcedids"] },
  },
  "users.csv": {
    kind: "person",
    table: {
      ...common,
      enabled: ["enableduser"],
      username: ["username"],
      first_name: ["givenname"],
      last_name: ["familyname"],
      email: ["email"],
      role: ["role"],
    },
  },
  // Here the id is the person's: that of the enrollment itself is not needed.
  "enrollments.csv": {
    kind: "enrollment",
    table: {
      external_id: ["usersourcedid"],
      class: ["classsourcedid"],
      role: ["role"],
      removed: ["status"],
    },
  },
};
