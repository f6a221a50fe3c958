import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { currentLanguage } from "@/lib/auth/language";
import { isAdmin, isStaff, isTeaching, type Scope } from "@/lib/auth/scope";
import { currentIdentity } from "@/lib/auth/session";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { type Problem, parse, toProblem } from "@/lib/platform/problem";
import { type Context, requestContext } from "./context";

/** A server action's result: the value, or the error with its fields and the request id. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** Runs an action's work: an error becomes a problem for the form, and one line in the log, as in a route. */
async function answered<T>(
  name: string,
  seen: { user_id: string | null },
  work: (ctx: Context<null>) => Promise<T>,
): Promise<ActionResult<T>> {
  const began = performance.now();
  const request = requestContext(await headers());
  let status = 200;
  let failure: unknown;
  try {
    return {
      ok: true,
      value: await work({ scope: null, request, now: new Date() }),
    };
  } catch (error) {
    // Next's own signals (redirect, not found) pass through.
    unstable_rethrow(error);
    failure = error;
    const { problem } = toProblem(error, request.id, await currentLanguage());
    status = problem.status;
    return { ok: false, problem };
  } finally {
    const ms = Math.round((performance.now() - began) * 10) / 10;
    log[status >= 500 ? "error" : "info"]({
      request_id: request.id,
      action: name,
      status,
      ms,
      user_id: seen.user_id,
      ...(status >= 500 ? { error: describeError(failure) } : {}),
    });
  }
}

type Work<S extends z.ZodType, T> = (ctx: Context, input: z.output<S>) => Promise<T>;
type Given<S extends z.ZodType> = { schema: S; input: unknown };

/** A server action of everybody who is signed in: session, parse, then the work. Next itself checks the request's origin. */
export async function signedInAction<S extends z.ZodType, T>(
  name: string,
  { schema, input }: Given<S>,
  work: Work<S, T>,
  mayRun: (scope: Scope) => boolean = () => true,
): Promise<ActionResult<T>> {
  const seen: { user_id: string | null } = { user_id: null };
  return answered(name, seen, async (ctx) => {
    const identity = await currentIdentity();
    if (!identity) throw new AppError("unauthenticated", "errors.account.signed_out");
    const { scope, signed_in_at, credential_id } = identity;
    seen.user_id = scope.user_id;
    if (!mayRun(scope)) throw new AppError("forbidden", "errors.general.role");
    return work(
      { ...ctx, scope, request: { ...ctx.request, signed_in_at, credential_id } },
      parse(schema, input, { language: await currentLanguage() }),
    );
  });
}

/** A server action of staff. */
export const staffAction = <S extends z.ZodType, T>(name: string, given: Given<S>, work: Work<S, T>) =>
  signedInAction(name, given, work, isStaff);

/** A server action of staff but assistants: it changes settings. */
export const teachingAction = <S extends z.ZodType, T>(name: string, given: Given<S>, work: Work<S, T>) =>
  signedInAction(name, given, work, isTeaching);

/** A server action of a school's admins. */
export const adminAction = <S extends z.ZodType, T>(name: string, given: Given<S>, work: Work<S, T>) =>
  signedInAction(name, given, work, isAdmin);

/** A server action that anybody may call (the set-up page): its work must authenticate and limit the caller by address. */
export async function publicAction<S extends z.ZodType, T>(
  name: string,
  { schema, input }: { schema: S; input: unknown },
  work: (ctx: Context<null>, input: z.output<S>) => Promise<T>,
): Promise<ActionResult<T>> {
  return answered(name, { user_id: null }, async (ctx) =>
    work(ctx, parse(schema, input, { language: await currentLanguage() })),
  );
}
