import { z } from "zod";
import { instant, paging, storableText, uuid, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import {
  alertKinds,
  deliveryEvents,
  deliveryFailures,
  deliveryStates,
  webhookKinds,
} from "@/lib/platform/alert-kinds";

/* Where alerts are posted. */

/** As many has a school, and the installation. */
export const webhooksMax = 10;

const name = storableText(80).trim().min(1, message("errors.field.missing"));

/** An address of the web that needs no password in it. */
const address = storableText(2000)
  .trim()
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password } = new URL(text);
    return protocol === "https:" && username === "" && password === "";
  }, message("errors.field.https_address"));
const postedKinds = z
  .array(z.enum(alertKinds))
  .min(1, message("errors.field.choose_one"))
  .max(alertKinds.length);

export const newWebhook = z.strictObject({
  name,
  kind: z.enum(webhookKinds),
  address,
  alert_kinds: postedKinds,
  with_names: z.boolean().default(false),
});
export type NewWebhook = z.output<typeof newWebhook>;

export const changedWebhook = z
  .strictObject({
    name: name.optional(),
    address: address.optional(),
    alert_kinds: postedKinds.optional(),
    with_names: z.boolean().optional(),
    is_on: z.boolean().optional(),
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), {
    path: ["name"],
    ...message("errors.field.nothing_to_change"),
  });
export type ChangedWebhook = z.output<typeof changedWebhook>;

export const webhookParams = z.object({ webhookId: uuid });

export const webhookRow = z.object({
  id: uuid,
  /** Null for the installation's. */
  school_id: uuid.nullable(),
  name: z.string(),
  kind: z.enum(webhookKinds),
  /** Its host and last characters: the whole is not shown again. */
  address: z.string(),
  alert_kinds: z.array(z.enum(alertKinds)),
  with_names: z.boolean(),
  is_on: z.boolean(),
  /** When its receiver answered 410 Gone, which switched it off. */
  gone_at: instant.nullable(),
  created_at: instant,
});
export type WebhookRow = z.output<typeof webhookRow>;

export const webhooksAnswer = z.object({ items: z.array(webhookRow), total: whole });
/** `secret` signs what is sent, and is shown this once; null where nothing is signed. */
export const createdWebhook = z.object({ webhook: webhookRow, secret: z.string().nullable() });
export type CreatedWebhook = z.output<typeof createdWebhook>;
export const savedWebhook = z.object({ id: uuid });

export const deliveriesQuery = z.object(paging(10));
export const deliveryRow = z.object({
  /** Its `webhook-id`. */
  id: uuid,
  event: z.enum(deliveryEvents),
  /** Null for a test. */
  alert_id: uuid.nullable(),
  alert_kind: z.enum(alertKinds).nullable(),
  state: z.enum(deliveryStates),
  attempts: whole,
  /** When it is tried next; null once it ended. */
  next_attempt_at: instant.nullable(),
  last_attempt_at: instant.nullable(),
  /** Of the last attempt: the answer's status and the beginning of its text, or why there was none. */
  status: whole.nullable(),
  answer: z.string().nullable(),
  failure: z.enum(deliveryFailures).nullable(),
  created_at: instant,
});
export type DeliveryRow = z.output<typeof deliveryRow>;
export const deliveriesAnswer = z.object({ items: z.array(deliveryRow), total: whole });
