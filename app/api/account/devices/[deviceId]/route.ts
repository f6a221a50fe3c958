import { z } from "zod";
import { forgetDevice } from "@/lib/domain/people/mutations";
import { deviceParams } from "@/lib/domain/people/schema";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Sign out in one of your browsers, and remove it from the list",
  auth: "signed_in",
  tokenScope: "none",
  params: deviceParams,
  answer: z.null(),
  status: 204,
  example: { params: { deviceId: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b21" }, answer: null },
  async handler({ ctx, params }) {
    await forgetDevice(ctx, params.deviceId);
    return null;
  },
});
