import "server-only";
import { and, desc, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { hashSecret } from "@/lib/auth/bearer";
import { inSchool } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { courses } from "@/lib/db/tables/courses";
import { accountLinks, users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { isoInstants } from "@/lib/http/contract";
import { AppError } from "@/lib/platform/errors";
import { hasTaken } from "../users/queries";
import type { LinkPurpose, OpenInvitation } from "./schema";

const fields = {
  id: accountLinks.id,
  purpose: accountLinks.purpose,
  school_id: accountLinks.school_id,
  school_name: schools.name,
  time_zone: schools.time_zone,
  user_id: accountLinks.user_id,
  user_name: users.name,
  user_email: users.email,
  email: accountLinks.email,
  domain: accountLinks.domain,
  course_id: accountLinks.course_id,
  uses: accountLinks.uses,
  uses_max: accountLinks.uses_max,
  used_at: accountLinks.used_at,
  state: sql<"open" | "used" | "revoked" | "expired">`case
    when ${accountLinks.revoked_at} is not null or ${users.disabled_at} is not null then 'revoked'
    when ${accountLinks.used_at} is not null then 'used'
    when ${accountLinks.expires_at} <= now() then 'expired'
    else 'open' end`,
};

/** The link with this secret; null for none. Inside a transaction it is locked, so that of two uses at once one waits. */
export async function linkWith(secret: string, tx?: Tx) {
  const query = (tx ?? db())
    .select(fields)
    .from(accountLinks)
    .leftJoin(users, eq(users.id, accountLinks.user_id))
    .leftJoin(schools, eq(schools.id, accountLinks.school_id))
    .where(eq(accountLinks.hash, hashSecret(secret)))
    .$dynamic();
  const [link] = await (tx ? query.for("update", { of: accountLinks }) : query);
  return link ?? null;
}
export type AccountLink = NonNullable<Awaited<ReturnType<typeof linkWith>>>;

/** The link with this secret, if it is of this purpose and still works. Throws `conflict` with the reason, `not_found`. */
export async function openLink(secret: string, purpose: LinkPurpose, tx?: Tx): Promise<AccountLink> {
  const link = await linkWith(secret, tx);
  if (link?.purpose !== purpose) throw new AppError("not_found", "errors.account.link_unknown");
  if (link.state !== "open") throw new AppError("conflict", `errors.account.link_${link.state}`);
  return link;
}

const isOpen: SQL = sql`(${accountLinks.used_at} is null and ${accountLinks.revoked_at} is null)`;

/** The open invitations of the admin's school that still work, the latest first. */
export async function openInvitations(scope: Scope): Promise<OpenInvitation[]> {
  const rows = await db()
    .select({
      id: accountLinks.id,
      domain: sql<string>`${accountLinks.domain}`,
      course_title: courses.title,
      uses: accountLinks.uses,
      uses_max: accountLinks.uses_max,
      expires_at: accountLinks.expires_at,
    })
    .from(accountLinks)
    .leftJoin(courses, eq(courses.id, accountLinks.course_id))
    .where(
      and(
        eq(accountLinks.purpose, "open_invitation"),
        inSchool(scope, accountLinks),
        isOpen,
        gt(accountLinks.expires_at, sql`now()`),
      ),
    )
    .orderBy(desc(accountLinks.created_at))
    .limit(100);
  return rows.map(isoInstants);
}

/** Whether there is an admin who has all schools. */
export async function hasInstallationAdmin(on: Pick<Tx, "select"> = db()): Promise<boolean> {
  const found = await on.select({ id: users.id }).from(users).where(isNull(users.school_id)).limit(1);
  return found.length > 0;
}

/** The account with this id or address, and the language of its mails; null for none, and for one that is deactivated. */
export async function accountWith(given: { id: string } | { email: string }) {
  const [user] = await db()
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      school_id: users.school_id,
      school_name: schools.name,
      time_zone: schools.time_zone,
      /** Has taken the account. */
      taken: hasTaken,
      language: sql<
        (typeof schools.language.enumValues)[number] | null
      >`coalesce(${users.language}, ${schools.language})`,
    })
    .from(users)
    .leftJoin(schools, eq(schools.id, users.school_id))
    .where(
      and("id" in given ? eq(users.id, given.id) : eq(users.email, given.email), isNull(users.disabled_at)),
    );
  return user ?? null;
}
export type MailedAccount = NonNullable<Awaited<ReturnType<typeof accountWith>>>;
