import "server-only";
import { cookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { sessionCookieName } from "./cookie";
import { identityOfSession } from "./identity";
import { isStaff, type Scope } from "./scope";

/** The reader of this page, read from the database once per request; null without a sign-in. */
export const currentScope = cache(async (): Promise<Scope | null> => {
  const identity = await identityOfSession((await cookies()).get(sessionCookieName())?.value);
  return identity?.scope ?? null;
});

/** The reader of this page; redirects to the sign-in page without one. */
export async function requireScope(): Promise<Scope> {
  return (await currentScope()) ?? redirect("/sign-in");
}

/** The same for a page of staff; students get the 403 page. */
export async function requireStaff(): Promise<Scope> {
  const scope = await requireScope();
  return isStaff(scope) ? scope : forbidden();
}
