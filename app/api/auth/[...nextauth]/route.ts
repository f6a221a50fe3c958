import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { z } from "zod";
import { cookieValue } from "@/lib/auth/cookie";
import { deviceCookie, signInFrom } from "@/lib/auth/devices";
import { type AuthAttempt, authOptions } from "@/lib/auth/next-auth";
import { readFields } from "@/lib/http/body";
import { route } from "@/lib/http/route";
import { AppError, fieldError } from "@/lib/platform/errors";

/** What next-auth is for here. It also has a route that writes what anybody sends into the log. */
const actions = z.enum(["callback", "csrf", "error", "providers", "session", "signin", "signout"]);

/** The addresses to return to that a request names. next-auth fails on one that it cannot read. */
function checkCallbacks({ headers, url }: Request, fields: Record<string, string>): void {
  const given = [
    ...new URL(url).searchParams.getAll("callbackUrl"),
    fields.callbackUrl,
    ...["", "__Secure-"].map((prefix) => decoded(cookieValue(headers, `${prefix}next-auth.callback-url`))),
  ];
  for (const address of given) {
    if (!address || /^\/(?![/\\])/.test(address)) continue;
    if (!/^https?:\/\//.test(address) || !URL.canParse(address))
      throw fieldError("callbackUrl", { english: "must be an address of this site" });
  }
}

function decoded(value: string | null): string | null {
  try {
    return value && decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The same request for next-auth, with a body that has been read and checked. */
function checkedRequest(request: Request, fields: Record<string, string>): NextRequest {
  if (request.method !== "POST") return new NextRequest(request.url, { headers: request.headers });
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  headers.set("content-type", "application/x-www-form-urlencoded");
  return new NextRequest(request.url, {
    method: "POST",
    headers,
    body: new URLSearchParams(fields).toString(),
  });
}

/** next-auth's own routes (sign-in, callback, CSRF token, sign-out). */
const nextAuth = route({
  summary: "Sign in and out in a browser",
  auth: "public",
  answer: z.unknown(),
  example: { answer: {} },
  undocumented: true,
  params: z.object({ nextauth: z.array(z.string()) }),
  async handler({ request, params, ctx }): Promise<Response> {
    const attempt: AuthAttempt = { from: signInFrom(request.headers, ctx.request.id) };
    const options = authOptions(attempt);
    const [action, provider] = params.nextauth;
    const isOurs =
      provider === undefined ||
      options.providers.some(({ id, options: own }) => (own?.id ?? id) === provider);
    if (!actions.safeParse(action).success || params.nextauth.length > 2 || !isOurs)
      throw new AppError("not_found", { english: "Unknown route. See /api/openapi.json." });
    const fields = request.method === "POST" ? await readFields(request) : {};
    checkCallbacks(request, fields);
    const response: Response = await NextAuth(checkedRequest(request, fields), { params }, options);
    if (attempt.failure) throw attempt.failure;
    if (attempt.device_id) response.headers.append("set-cookie", deviceCookie(attempt.device_id));
    return response;
  },
});

export { nextAuth as GET, nextAuth as POST };
