import "server-only";
import { and, eq, or } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { inSchool } from "@/lib/auth/reach";
import { byIdOrExternalId } from "@/lib/auth/references";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { complianceConfirmations, privacyRequests } from "@/lib/db/tables/privacy";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { dayOf } from "@/lib/platform/time";
import { dueOn } from "./due-dates";
import { requestOf } from "./queries/requests";
import type { Confirmable, NewRequest, PrivacyRequest } from "./schema";

/* Requests for personal data with their clock, and what an admin confirms. The caller has checked that the scope administers the school. */

/** The day that it is in a school's zone. Throws `not_found`. */
async function todayIn(schoolId: string, now: Date): Promise<string> {
  const [school] = await db()
    .select({ time_zone: schools.time_zone })
    .from(schools)
    .where(eq(schools.id, schoolId));
  if (!school) throw new AppError("not_found", "errors.field.school_unknown");
  return dayOf(now, school.time_zone);
}

/** Begins the clock of a request. Throws `not_found` for an unknown person, and `invalid` for a day that is still to come. */
export async function addRequest(ctx: Context, schoolId: string, input: NewRequest): Promise<PrivacyRequest> {
  const { kind, law, received_on, person_name = null, user_id: given } = input;
  if (received_on > (await todayIn(schoolId, ctx.now)))
    throw fieldError("received_on", "errors.privacy.to_come");
  const id = await transaction(async (tx) => {
    const [person] = given
      ? await tx
          .select({ id: users.id })
          .from(users)
          .where(
            and(
              eq(users.school_id, schoolId),
              or(byIdOrExternalId(users, given), eq(users.email, given.toLowerCase())),
            ),
          )
          .limit(1)
      : [];
    if (given && !person) throw fieldError("user_id", "errors.field.no_such_person", "not_found");
    const [row] = await tx
      .insert(privacyRequests)
      .values({
        ...{ school_id: schoolId, kind, law, received_on, person_name, due_on: dueOn(received_on, law) },
        ...{ user_id: person?.id ?? null, created_by: ctx.scope.user_id, created_at: ctx.now },
      })
      .returning({ id: privacyRequests.id });
    await audit(tx, ctx, {
      ...{ school_id: schoolId, action: "privacy_request.create" },
      target: { type: "privacy_request", id: row!.id },
      detail: { kind, law, received_on, user_id: person?.id ?? null },
    });
    return row!.id;
  });
  return requestOf(id, ctx.now);
}

/** Closes a request, or opens it again. Throws `not_found`. */
export async function changeRequest(
  ctx: Context,
  id: string,
  state: PrivacyRequest["state"],
): Promise<PrivacyRequest> {
  await transaction(async (tx) => {
    const [before] = await tx
      .select({
        state: privacyRequests.state,
        school_id: privacyRequests.school_id,
        time_zone: schools.time_zone,
      })
      .from(privacyRequests)
      .innerJoin(schools, eq(schools.id, privacyRequests.school_id))
      .where(and(eq(privacyRequests.id, id), inSchool(ctx.scope, privacyRequests)))
      .for("update", { of: privacyRequests });
    if (!before) throw new AppError("not_found", "errors.privacy.request_unknown");
    if (before.state === state) return;
    const closed = state !== "open";
    await tx
      .update(privacyRequests)
      .set({
        state,
        closed_on: closed ? dayOf(ctx.now, before.time_zone) : null,
        closed_by: closed ? ctx.scope.user_id : null,
      })
      .where(eq(privacyRequests.id, id));
    await audit(tx, ctx, {
      ...{ school_id: before.school_id, action: "privacy_request.update" },
      target: { type: "privacy_request", id },
      detail: { before: { state: before.state }, after: { state } },
    });
  });
  return requestOf(id, ctx.now);
}

/** Records that an admin confirms what Lectern cannot know, as of a day. Throws `invalid` for one that is still to come. */
export async function confirmItem(
  ctx: Context,
  schoolId: string,
  item: Confirmable,
  confirmed_on: string,
): Promise<{ item: Confirmable; confirmed_on: string }> {
  if (confirmed_on > (await todayIn(schoolId, ctx.now)))
    throw fieldError("confirmed_on", "errors.privacy.to_come");
  await transaction(async (tx) => {
    const values = { confirmed_on, confirmed_by: ctx.scope.user_id, created_at: ctx.now };
    await tx
      .insert(complianceConfirmations)
      .values({ school_id: schoolId, item, ...values })
      .onConflictDoUpdate({
        target: [complianceConfirmations.school_id, complianceConfirmations.item],
        set: values,
      });
    await audit(tx, ctx, {
      ...{ school_id: schoolId, action: "compliance.confirm", target: { type: "school", id: schoolId } },
      detail: { item, confirmed_on },
    });
  });
  return { item, confirmed_on };
}
