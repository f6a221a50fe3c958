import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { z } from "zod";
import { deviceCookie, signInFrom } from "@/lib/auth/devices";
import { type AuthAttempt, authOptions } from "@/lib/auth/next-auth";
import { route } from "@/lib/http/route";

/** next-auth's own routes (sign-in, callback, CSRF token, sign-out), which check their requests themselves. */
const nextAuth = route({
  summary: "Sign in and out in a browser",
  auth: "public",
  answer: z.unknown(),
  example: { answer: {} },
  undocumented: true,
  params: z.object({ nextauth: z.array(z.string()) }),
  async handler({ request, params, ctx }): Promise<Response> {
    const attempt: AuthAttempt = { from: signInFrom(request.headers, ctx.request.id) };
    // Next hands every route a NextRequest.
    const response: Response = await NextAuth(request as NextRequest, { params }, authOptions(attempt));
    if (attempt.failure) throw attempt.failure;
    if (attempt.device_id) response.headers.append("set-cookie", deviceCookie(attempt.device_id));
    return response;
  },
});

export { nextAuth as GET, nextAuth as POST };
