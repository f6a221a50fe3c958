import { z } from "zod";
import type { Limit } from "@/lib/auth/limits";
import { accountWith } from "@/lib/domain/people/links/queries";
import { integrationNames, tryOut, tryOutcomes } from "@/lib/flows/integrations/try-out";
import { route } from "@/lib/http/route";

const limit: Limit = { name: "integration-test", points: 10, seconds: 60, withoutCounts: "refuse" };

export const POST = route({
  summary:
    "Try out an integration that the environment configures: asks the other side, and says what it answered",
  auth: "admin",
  params: z.object({ name: z.enum(integrationNames) }),
  answer: z.object({ outcome: z.enum(tryOutcomes) }),
  limit: { ...limit, per: "user" },
  example: { params: { name: "oidc" }, answer: { outcome: "works" } },
  async handler({ ctx: { scope, now }, params: { name }, language: { t } }) {
    const account = name === "mail" ? await accountWith({ id: scope.user_id }) : null;
    const mail = {
      to: account?.email ?? null,
      subject: t("school.tries.mail_subject"),
      text: t("school.tries.mail_text", { name: scope.name }),
    };
    return { outcome: await tryOut(name, now, mail) };
  },
});
