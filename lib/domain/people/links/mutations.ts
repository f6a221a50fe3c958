import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { audit, type RequestContext } from "@/lib/auth/audit";
import { newSecret } from "@/lib/auth/bearer";
import { inSchool, oneInSchool, reachesEverySchool } from "@/lib/auth/reach";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { normalEmail } from "@/lib/auth/sign-in";
import { db, type Tx } from "@/lib/db/client";
import { courses, enrollments } from "@/lib/db/tables/courses";
import { accountLinks, users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { accountWith, hasInstallationAdmin, openLink } from "./queries";
import {
  changeHours,
  type Invite,
  type InviteAnswer,
  isAddress,
  type NewInstallationAdmin,
  type NewOpenInvitation,
} from "./schema";

/** A link that was made; its secret is nowhere else. */
export type Made = { id: string; secret: string; expires_at: Date };

type By = { scope: Pick<Scope, "user_id" | "school_id"> | null; request: RequestContext; now: Date };
const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Makes a link; earlier ones of the same person and purpose no longer work. */
async function makeLink(
  tx: Tx,
  by: By,
  values: Omit<typeof accountLinks.$inferInsert, "hash" | "created_by" | "created_at">,
): Promise<Made> {
  if (values.user_id)
    await tx
      .update(accountLinks)
      .set({ revoked_at: by.now })
      .where(
        and(
          eq(accountLinks.user_id, values.user_id),
          eq(accountLinks.purpose, values.purpose),
          isNull(accountLinks.used_at),
          isNull(accountLinks.revoked_at),
        ),
      );
  const { secret, hash } = newSecret();
  const [row] = await tx
    .insert(accountLinks)
    .values({ ...values, hash, created_by: by.scope?.user_id ?? null, created_at: by.now })
    .returning({ id: accountLinks.id });
  if (!row) throw new Error("an insert returned no row");
  await audit(tx, by, {
    school_id: values.school_id ?? null,
    action: "account_link.create",
    target: { type: "account_link", id: row.id },
    detail: {
      purpose: values.purpose,
      user_id: values.user_id ?? null,
      expires_at: values.expires_at.toISOString(),
    },
  });
  return { id: row.id, secret, expires_at: values.expires_at };
}

/** The school into which the admin invites, and the course. */
async function destination(
  scope: Scope,
  input: { school_id?: string | undefined; course_id?: string | undefined },
) {
  const school_id = reachesEverySchool(scope) ? input.school_id : scope.school_id;
  if (!school_id) throw fieldError("school_id", "errors.field.school_required");
  if (input.school_id && input.school_id !== school_id)
    throw fieldError("school_id", "errors.field.school_unknown", "not_found");
  const [school] = await db().select({ id: schools.id }).from(schools).where(eq(schools.id, school_id));
  if (!school) throw fieldError("school_id", "errors.field.school_unknown", "not_found");
  if (!input.course_id) return { school_id, course_id: null };
  const { id: course_id } = await oneInSchool(
    scope,
    { table: courses, unknown: "errors.general.course_unknown", given: input.course_id },
    (where, order) =>
      db()
        .select({ id: courses.id })
        .from(courses)
        .where(and(where, eq(courses.school_id, school_id), isNull(courses.archived_at)))
        .orderBy(order)
        .limit(2),
  );
  return { school_id, course_id };
}

type NewAccount = { school_id: string | null; email: string; role: Invite["role"]; course_id: string | null };

/** An account without a password, with the link by which its person takes it. Until then it is named by its address. */
async function invitePerson(tx: Tx, by: By, { course_id, ...account }: NewAccount, expires_at: Date) {
  const { school_id, email, role } = account;
  const [user] = await tx
    .insert(users)
    .values({ ...account, name: email.slice(0, email.indexOf("@")), created_at: by.now })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  if (!user) return null;
  await audit(tx, by, {
    school_id,
    action: "user.create",
    target: { type: "user", id: user.id },
    detail: { role },
  });
  if (course_id && !isStaff({ role })) await tx.insert(enrollments).values({ course_id, user_id: user.id });
  const made = await makeLink(tx, by, {
    purpose: "invitation",
    school_id,
    user_id: user.id,
    email,
    expires_at,
  });
  return { id: user.id, made };
}

/** Makes an account and a link for each address that is one and has none yet; the others are named with the reason. */
export async function invite(ctx: Context, input: Invite) {
  const to = await destination(ctx.scope, input);
  const expires_at = new Date(ctx.now.getTime() + input.expires_in_days * dayMs);
  const invited: { id: string; email: string; made: Made }[] = [];
  const skipped: InviteAnswer["skipped"] = [];
  const seen = new Set<string>();
  for (const typed of input.emails) {
    const email = normalEmail(typed);
    if (!email) continue;
    const repeated = seen.has(email);
    seen.add(email);
    if (repeated || !isAddress(email)) {
      skipped.push({ email, reason: repeated ? "duplicate" : "invalid" });
      continue;
    }
    const person = await transaction((tx) =>
      invitePerson(tx, ctx, { ...to, email, role: input.role }, expires_at),
    );
    if (person) invited.push({ email, ...person });
    else skipped.push({ email, reason: "exists" });
  }
  return { invited, skipped };
}

/**
 * Makes the account of an installation's admin, who has all schools, with its link. Others than such an admin can make the first one; the
 * caller has asserted that they run the installation. Throws `forbidden`, and `conflict` for an address that has an account.
 */
export async function inviteInstallationAdmin(ctx: Context, given: NewInstallationAdmin) {
  const email = normalEmail(given.email);
  const expires_at = new Date(ctx.now.getTime() + given.expires_in_days * dayMs);
  return transaction(async (tx) => {
    if (!reachesEverySchool(ctx.scope) && (await hasInstallationAdmin(tx)))
      throw new AppError("forbidden", "errors.account.installation_admin_exists");
    const account = { school_id: null, email, role: "admin", course_id: null } as const;
    const person = await invitePerson(tx, ctx, account, expires_at);
    if (!person) throw fieldError("email", "errors.field.taken_by_another", "conflict");
    return { ...person, email };
  });
}

/** A link of one person of the admin's school: to take their account, or to set another password. Throws `conflict`, `not_found`. */
export async function makeUserLink(ctx: Context, userId: string, purpose: "invitation" | "password") {
  const account = await accountWith({ id: userId });
  if (!account) throw new AppError("conflict", "errors.account.deactivated");
  if (purpose === "invitation" && account.taken) throw new AppError("conflict", "errors.account.taken");
  // Its person signs in with their address.
  if (!account.email) throw fieldError("email", "errors.field.missing", "conflict");
  const lasts = purpose === "invitation" ? 7 * dayMs : 24 * hourMs;
  const made = await transaction(async (tx) => {
    const [reached] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, userId), inSchool(ctx.scope, users)))
      .for("share");
    if (!reached) throw new AppError("not_found", "errors.account.person_unknown");
    return makeLink(tx, ctx, {
      purpose,
      school_id: account.school_id,
      user_id: userId,
      email: account.email,
      expires_at: new Date(ctx.now.getTime() + lasts),
    });
  });
  return { account, made };
}

/** A link for people who change their own password or address: nobody else has proved anything yet. */
export const makeOwnLink = (
  ctx: Context<Scope | null>,
  account: { id: string; school_id: string | null },
  values: { purpose: "password" | "email"; email: string },
): Promise<Made> =>
  transaction((tx) =>
    makeLink(tx, ctx, {
      ...values,
      school_id: account.school_id,
      user_id: account.id,
      expires_at: new Date(ctx.now.getTime() + changeHours * hourMs),
    }),
  );

/** A link by which several students of one mail domain join. */
export async function makeOpenInvitation(ctx: Context, input: NewOpenInvitation): Promise<Made> {
  const to = await destination(ctx.scope, input);
  return transaction((tx) =>
    makeLink(tx, ctx, {
      ...to,
      purpose: "open_invitation",
      domain: input.domain,
      uses_max: input.uses_max,
      expires_at: new Date(ctx.now.getTime() + input.expires_in_days * dayMs),
    }),
  );
}

/** Nobody joins by it any more; a repeat changes nothing. Throws `not_found`. */
export async function revokeOpenInvitation(ctx: Context, linkId: string): Promise<void> {
  await transaction(async (tx) => {
    const [link] = await tx
      .update(accountLinks)
      .set({ revoked_at: sql`coalesce(${accountLinks.revoked_at}, ${ctx.now.toISOString()})` })
      .where(
        and(
          eq(accountLinks.id, linkId),
          eq(accountLinks.purpose, "open_invitation"),
          inSchool(ctx.scope, accountLinks),
        ),
      )
      .returning({ school_id: accountLinks.school_id });
    if (!link) throw new AppError("not_found", "errors.account.link_unknown");
    await audit(tx, ctx, {
      school_id: link.school_id,
      action: "account_link.revoke",
      target: { type: "account_link", id: linkId },
    });
  });
}

/**
 * Somebody with an open invitation has themself invited by mail to an address of its domain: what proves that it is theirs. Null where
 * the address has an account that was taken already, which the answer must not tell.
 */
export async function join(
  ctx: Context<null>,
  { secret, email }: { secret: string; email: string },
): Promise<{ made: Made; id: string } | null> {
  return transaction(async (tx) => {
    const link = await openLink(secret, "open_invitation", tx);
    if (!email.endsWith(`@${link.domain}`))
      throw fieldError("email", "errors.field.other_domain", "invalid", {
        values: { domain: link.domain ?? "" },
      });
    const { school_id, course_id } = link;
    if (!school_id) throw new AppError("not_found", "errors.account.link_unknown");
    const expires_at = new Date(ctx.now.getTime() + 7 * dayMs);
    const person = await invitePerson(tx, ctx, { school_id, email, role: "student", course_id }, expires_at);
    if (!person) {
      const account = await accountWith({ email });
      if (!account || account.taken || account.school_id !== school_id) return null;
      // Invited before, and the mail is lost.
      const values = { purpose: "invitation" as const, school_id, user_id: account.id, email, expires_at };
      return { id: account.id, made: await makeLink(tx, ctx, values) };
    }
    const uses = link.uses + 1;
    await tx
      .update(accountLinks)
      .set({ uses, used_at: uses >= link.uses_max ? ctx.now : null })
      .where(eq(accountLinks.id, link.id));
    return person;
  });
}
