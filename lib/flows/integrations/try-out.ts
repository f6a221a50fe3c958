import "server-only";
import { z } from "zod";
import { CloudflareError, deliveredMinutes } from "@/lib/integrations/cloudflare/client";
import { canMail, type Mail, sendMail } from "@/lib/integrations/mail/mail";
import { env } from "@/lib/platform/env";
import { describeError, log } from "@/lib/platform/log";
import { dayOf } from "@/lib/platform/time";
import { cloudflareAccount } from "../cloudflare/account";

/* Whether what the environment configures works: asked of the other side, at the addresses of the environment alone. */

/** What can be tried out. */
export const integrationNames = ["oidc", "mail", "cloudflare"] as const;
export type IntegrationName = (typeof integrationNames)[number];

/** How a try ended; the words are in the catalogue, "school.tries". */
export const tryOutcomes = [
  "works",
  "not_configured",
  "no_access",
  "rate_limited",
  "timeout",
  "unreachable",
  "failed",
  "unreadable",
  "other_issuer",
  "no_keys",
  "no_address",
] as const;
export type TryOutcome = (typeof tryOutcomes)[number];

const timeoutMs = 5_000;
const answerBytesMax = 1024 * 1024;

/** Of OpenID Connect Discovery 1.0 and of a JWK Set (RFC 7517), what a sign-in needs. */
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });
const keySet = z.object({ keys: z.array(z.object({ kty: z.string() })) });

/** Why a try ended early. */
class Ended extends Error {
  constructor(readonly outcome: TryOutcome) {
    super(outcome);
  }
}

/** A JSON document of the provider; follows no redirect. */
async function read<S extends z.ZodType>(address: string, schema: S): Promise<z.output<S>> {
  const response = await fetch(address, {
    redirect: "error",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new Ended(error instanceof Error && error.name === "TimeoutError" ? "timeout" : "unreachable");
  });
  if (!response.ok) throw new Ended("failed");
  const text = await response.text().catch(() => {
    throw new Ended("timeout");
  });
  if (text.length > answerBytesMax) throw new Ended("unreadable");
  const parsed = schema.safeParse(parsedJson(text));
  if (!parsed.success) throw new Ended("unreadable");
  return parsed.data;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function tryOidc(): Promise<TryOutcome> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID } = env();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) return "not_configured";
  const plain = (address: string) => address.replace(/\/$/, "");
  const document = await read(`${plain(OIDC_ISSUER)}/.well-known/openid-configuration`, discovery);
  if (plain(document.issuer) !== plain(OIDC_ISSUER)) return "other_issuer";
  return (await read(document.jwks_uri, keySet)).keys.length > 0 ? "works" : "no_keys";
}

/** Asks what the job asks, of a video that nobody has: token, account and permission are those of the real question. */
async function tryCloudflare(now: Date): Promise<TryOutcome> {
  const account = cloudflareAccount();
  if (!account) return "not_configured";
  const today = dayOf(now, "UTC");
  await deliveredMinutes(account, { uids: ["0".repeat(32)], from: today, to: today });
  return "works";
}

/** What nodemailer calls a server that is not there, and one that does not accept the credentials. */
const mailOutcomes: Record<string, TryOutcome> = {
  ESOCKET: "unreachable",
  ECONNECTION: "unreachable",
  ECONNREFUSED: "unreachable",
  EDNS: "unreachable",
  ETIMEDOUT: "timeout",
  EAUTH: "no_access",
};

async function tryMail({ to, ...mail }: TestMail): Promise<TryOutcome> {
  if (!canMail()) return "not_configured";
  if (!to) return "no_address";
  try {
    await sendMail({ to, ...mail });
    return "works";
  } catch (error) {
    log.warn({ error: describeError(error) }, "a test mail could not be sent");
    return mailOutcomes[(error as { code?: string }).code ?? ""] ?? "failed";
  }
}

/** A mail to the person who tries mail out; null without an address. */
type TestMail = Omit<Mail, "to"> & { to: string | null };

/** Tries an integration out. */
export async function tryOut(name: IntegrationName, now: Date, mail: TestMail): Promise<TryOutcome> {
  try {
    if (name === "mail") return await tryMail(mail);
    return await (name === "oidc" ? tryOidc() : tryCloudflare(now));
  } catch (error) {
    if (error instanceof Ended) return error.outcome;
    if (error instanceof CloudflareError) return error.reason;
    throw error;
  }
}

/** What the environment configures, by its variables. No value leaves the server. */
export function configured() {
  const { OIDC_ISSUER, CLOUDFLARE_WEBHOOK_SECRET } = env();
  return [
    {
      name: "oidc" as const,
      on: OIDC_ISSUER !== undefined,
      variables: ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
    },
    { name: "mail" as const, on: canMail(), variables: ["SMTP_URL", "MAIL_FROM"] },
    {
      name: "cloudflare" as const,
      on: cloudflareAccount() !== null,
      variables: ["CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN"],
    },
    {
      name: "cloudflare_webhook" as const,
      on: CLOUDFLARE_WEBHOOK_SECRET !== undefined,
      variables: ["CLOUDFLARE_WEBHOOK_SECRET"],
    },
  ];
}
