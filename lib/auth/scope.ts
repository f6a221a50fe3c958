import type { role } from "@/lib/db/tables/schools";

export type Role = (typeof role.enumValues)[number];
export const roles = ["admin", "instructor", "assistant", "student"] as const satisfies readonly Role[];

/** Who reads numbers: all but students. */
export const staffRoles = ["admin", "instructor", "assistant"] as const satisfies readonly Role[];
export const isStaff = ({ role }: { role: Role }): boolean => role !== "student";

/** Who also plans, edits and exports what they teach: an assistant runs it, but changes no settings and exports nothing personal. */
export const teachingRoles = ["admin", "instructor"] as const satisfies readonly Role[];
export const isTeaching = ({ role }: { role: Role }): boolean =>
  teachingRoles.some((teaching) => teaching === role);

export const isAdmin = ({ role }: { role: Role }): boolean => role === "admin";

declare const minted: unique symbol;

/**
 * The caller and what they may see. Every query takes one, and only `lib/auth` can create one, so that a query without a
 * scope does not compile. It is data, not a permission check: lib/auth/reach.ts turns it into a query's WHERE.
 */
export type Scope = Readonly<{
  [minted]: true;
  user_id: string;
  name: string;
  role: Role;
  /** Null only for the installation's admin, who sees every school. */
  school_id: string | null;
}>;

/** Only for lib/auth (sessions, tokens) and for tests and jobs that state whom they act for. lib/architecture.test.ts keeps it so. */
export const mintScope = (user: Omit<Scope, typeof minted>): Scope => Object.freeze({ ...user }) as Scope;
