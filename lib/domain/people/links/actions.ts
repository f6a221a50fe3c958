"use server";

import { networkOf } from "@/lib/auth/address";
import { type Limit, take } from "@/lib/auth/limits";
import { publicAction } from "@/lib/http/action";
import type { Context } from "@/lib/http/context";
import { acceptInvitation, confirmEmail, setPassword } from "../mutations";
import { acceptInput, confirmEmailInput, setPasswordInput } from "./schema";

/** Links that one network can use; a whole school can be behind one address. */
const usesLimit: Limit = { name: "account-links", points: 600, seconds: 15 * 60, withoutCounts: "refuse" };
const limited = (ctx: Context<null>) => take(usesLimit, networkOf(ctx.request.address));

/** An invited person takes their account; the value is the address with which they sign in. */
export async function acceptInvitationAction(input: unknown) {
  return publicAction("account_link.accept", { schema: acceptInput, input }, async (ctx, given) => {
    await limited(ctx);
    return acceptInvitation(ctx, given);
  });
}

/** Sets another password by a link; the value is the address with which its owner signs in. */
export async function setPasswordAction(input: unknown) {
  return publicAction(
    "account_link.set_password",
    { schema: setPasswordInput, input },
    async (ctx, given) => {
      await limited(ctx);
      return setPassword(ctx, given);
    },
  );
}

/** Confirms a new address by the link that was sent there. */
export async function confirmEmailAction(input: unknown) {
  return publicAction(
    "account_link.confirm_email",
    { schema: confirmEmailInput, input },
    async (ctx, given) => {
      await limited(ctx);
      await confirmEmail(ctx, given);
      return null;
    },
  );
}
