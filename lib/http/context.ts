import "server-only";
import { clientAddress } from "@/lib/auth/address";
import type { RequestContext } from "@/lib/auth/audit";
import type { Scope } from "@/lib/auth/scope";
import { requestIdOf } from "@/lib/platform/ids";

/** What a mutation or action takes besides its input: the caller, the request and the time. `Context<null>` is a caller without a sign-in. */
export type Context<S extends Scope | null = Scope> = { scope: S; request: RequestContext; now: Date };

/** The request's id and its caller's address. */
export const requestContext = (headers: Pick<Headers, "get">): RequestContext => ({
  id: requestIdOf(headers.get("x-request-id")),
  address: clientAddress(headers),
});
