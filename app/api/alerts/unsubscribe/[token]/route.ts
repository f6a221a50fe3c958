import { z } from "zod";
import { unsubscribeToken } from "@/lib/auth/unsubscribe";
import { stopAlertMail } from "@/lib/domain/alerts/mutations";
import { unsubscribeParams } from "@/lib/domain/alerts/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "End alerts or digests by mail, with the link of such a mail: mail programs call it (RFC 8058)",
  auth: "public",
  params: unsubscribeParams,
  answer: z.null(),
  status: 204,
  example: {
    // Signed by the server that shows it.
    get params() {
      return { token: unsubscribeToken("0192f3a4-5a02-7b11-9e00-2c6b1f8d4a01") };
    },
    answer: null,
  },
  handler: async ({ params }) => {
    await stopAlertMail(params.token);
    return null;
  },
});
