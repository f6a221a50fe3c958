"use server";

import { revalidatePath } from "next/cache";
import { adminAction, staffAction } from "@/lib/http/action";
import { changeAlert, changeAlertMail, changeAlertRules } from "./mutations";
import { alertInput, alertMail, alertParams, alertRulesInput } from "./schema";

/** Snoozes an alert or puts it away, for the caller alone. */
export async function changeAlertAction(id: string, input: unknown) {
  const schema = alertInput;
  return staffAction("alert.update", { schema, input }, async (ctx, change) => {
    await changeAlert(ctx, alertParams.parse({ alertId: id }).alertId, change);
    revalidatePath("/", "layout");
    return null;
  });
}

/** Sets which alerts the caller gets by mail. */
export async function changeAlertMailAction(input: unknown) {
  return staffAction("alert.change_mail", { schema: alertMail, input }, async (ctx, mail) => {
    await changeAlertMail(ctx, mail);
    revalidatePath("/settings/account");
    return null;
  });
}

/** Changes what the caller's school is alerted about. */
export async function changeAlertRulesAction(input: unknown) {
  return adminAction("alert_rule.update", { schema: alertRulesInput, input }, async (ctx, change) => {
    const rules = await changeAlertRules(ctx, change);
    revalidatePath("/settings/alerts");
    return rules;
  });
}
