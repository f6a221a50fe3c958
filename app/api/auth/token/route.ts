import { clientAddress } from "@/lib/auth/address";
import { accessTokenSeconds, signAccessToken } from "@/lib/auth/bearer";
import { signInWithPassword } from "@/lib/auth/sign-in";
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
  handler: async ({ body, request }) => {
    const user = await signInWithPassword({ ...body, address: clientAddress(request.headers) });
    return {
      access_token: await signAccessToken(user),
      token_type: "Bearer" as const,
      expires_in: accessTokenSeconds,
    };
  },
});
