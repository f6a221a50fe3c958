import { accessTokenSeconds, signAccessToken } from "@/lib/auth/bearer";
import { auditSignIn, signInFrom } from "@/lib/auth/devices";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { transaction } from "@/lib/db/tx";
import { accessTokenAnswer, passwordProof } from "@/lib/domain/people/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Exchange an e-mail address and a password for an access token that is valid for an hour",
  auth: "public",
  body: passwordProof,
  answer: accessTokenAnswer,
  example: {
    body: { email: "ines.carvalho@harbour.example", password: "correct horse battery staple" },
    answer: { access_token: "eyJhbGciOiJIUzI1NiJ9.e30.c2ln", token_type: "Bearer", expires_in: 3600 },
  },
  handler: async ({ ctx, body, request }) => {
    const from = signInFrom(request.headers, ctx.request.id);
    const user = await signInWithPassword(body, from, "access_token");
    await transaction((tx) => auditSignIn(tx, user, from, { method: "access_token" }));
    return {
      access_token: await signAccessToken(user),
      token_type: "Bearer" as const,
      expires_in: accessTokenSeconds,
    };
  },
});
