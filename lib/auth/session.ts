import "server-only";
import { cookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { noteCaller } from "@/lib/platform/request-note";
import { sessionCookieName } from "./cookie";
import { type Identity, identityOfSession } from "./identity";
import { isAdmin, isStaff, isTeaching, type Scope } from "./scope";

/** Who is looking at this page, read from the database once a request; null for nobody. */
export const currentIdentity = cache(async (): Promise<Identity | null> => {
  const identity = await identityOfSession((await cookies()).get(sessionCookieName())?.value);
  if (identity) noteCaller(identity.scope);
  return identity;
});

/** The same without how they proved it. */
export const currentScope = async (): Promise<Scope | null> => (await currentIdentity())?.scope ?? null;

/** The reader of this page, with the session; redirects to the sign-in page without one. */
export async function requireIdentity(): Promise<Identity> {
  return (await currentIdentity()) ?? redirect("/sign-in");
}

/** The reader of this page; redirects to the sign-in page without one. */
export const requireScope = async (): Promise<Scope> => (await requireIdentity()).scope;

/** The same for a page of staff; students get the 403 page. */
export async function requireStaff(): Promise<Scope> {
  const scope = await requireScope();
  return isStaff(scope) ? scope : forbidden();
}

/** The same for a page of staff but assistants: it changes settings. */
export async function requireTeaching(): Promise<Scope> {
  const scope = await requireStaff();
  return isTeaching(scope) ? scope : forbidden();
}

/** The same for a page of admins. */
export async function requireAdmin(): Promise<Scope> {
  const scope = await requireScope();
  return isAdmin(scope) ? scope : forbidden();
}
