import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { z } from "zod";
import { authOptions } from "@/lib/auth/next-auth";
import { route } from "@/lib/http/route";

/** next-auth's own routes (sign-in, callback, CSRF token, sign-out), which check their requests themselves. */
const nextAuth = route({
  summary: "Sign in and out in a browser",
  auth: "public",
  answer: z.unknown(),
  example: { answer: {} },
  undocumented: true,
  params: z.object({ nextauth: z.array(z.string()) }),
  handler: ({ request, params }): Promise<Response> =>
    // Next hands every route a NextRequest.
    NextAuth(request as NextRequest, { params }, authOptions()),
});

export { nextAuth as GET, nextAuth as POST };
