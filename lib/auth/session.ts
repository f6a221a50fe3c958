import "server-only";
import { cookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { sessionCookieName } from "./cookie";
import { identityOfSession } from "./identity";
import { isStaff, type Scope } from "./scope";

/** Who is looking at this page, read from the database once a request; null for nobody. */
export const currentScope = cache(async (): Promise<Scope | null> => {
  const identity = await identityOfSession((await cookies()).get(sessionCookieName())?.value);
  return identity?.scope ?? null;
});

/** Who is looking at this page; sends nobody to the sign-in page. */
export async function requireScope(): Promise<Scope> {
  return (await currentScope()) ?? redirect("/sign-in");
}

/** The same for a page of staff; students get the page that says so (403). */
export async function requireStaff(): Promise<Scope> {
  const scope = await requireScope();
  return isStaff(scope) ? scope : forbidden();
}
