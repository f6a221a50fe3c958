import { z } from "zod";
import { processSingleton } from "./process";

const placeholders = /change[-_ ]?me|placeholder|example|password|secret|your[-_ ]|lectern/i;

/** The sum over all characters of how unexpected each is, in bits (Shannon); 32 random hex digits have about 115. */
function entropyBits(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / value.length);
  return bits;
}

/** Whether a secret cannot be guessed from a pattern: no placeholder, no repetition, no run along the alphabet, many different characters. */
function looksRandom(value: string): boolean {
  const repeats = Array.from({ length: value.length >> 1 }, (_, index) => index + 1).some(
    (period) => value.slice(period) === value.slice(0, -period),
  );
  const steps = Array.from(
    value.slice(1),
    (_, index) => value.charCodeAt(index + 1) - value.charCodeAt(index),
  );
  const along = steps.filter((step) => Math.abs(step) === 1).length;
  return !placeholders.test(value) && !repeats && along < steps.length / 2 && entropyBits(value) >= 80;
}

const secret = z
  .string({
    error:
      "is missing: set it to at least 32 random characters, for instance the output of `openssl rand -hex 32`",
  })
  .min(32, {
    error:
      "is too short: use at least 32 random characters, for instance the output of `openssl rand -hex 32`",
    abort: true,
  })
  .refine(
    looksRandom,
    "is a placeholder or follows a pattern: use random characters, for instance the output of `openssl rand -hex 32`",
  );

/** Whether a host name is local to this machine, so that no other machine can reach it. */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" ||
  hostname === "::1" ||
  hostname === "[::1]" ||
  /^127(\.\d{1,3}){3}$/.test(hostname);

/** An address that browsers open. It receives passwords and sessions, so it must be https unless it is local. */
const webAddress = z
  .url({ protocol: /^https?$/, error: "is not an address that begins with https://", abort: true })
  .refine((value) => {
    const { protocol, hostname } = new URL(value);
    return protocol === "https:" || isLoopback(hostname);
  }, "must begin with https://: http is allowed on this machine only");
/** The address of a whole host. */
const hostAddress = webAddress.refine(
  (value) => new URL(value).pathname === "/",
  "must have no path: give the address of the host",
);
const flag = z
  .enum(["0", "1", "true", "false"])
  .default("0")
  .transform((value) => value === "1" || value === "true");

/** Every environment variable; a test compares the README's table with this list. */
export const envSchema = z
  .object({
    NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
    /** Any Postgres ≥ 15; without it the launcher starts an embedded one. */
    DATABASE_URL: z
      .string({
        error: "is missing: set the address of a Postgres, or use `npm start` or `npm run demo`",
      })
      .min(1),
    /** For the launcher: the owner of the tables, where DATABASE_URL names another user. */
    DATABASE_OWNER_URL: z.string().optional(),
    /** The secret from which the keys of sessions and tokens are derived (HKDF). */
    LECTERN_SECRET: secret,
    /** The public address, e.g. https://stats.school.org; the default is the one served. */
    LECTERN_URL: webAddress
      .refine(
        (value) => new URL(value).pathname === "/",
        "must have no path: Lectern is served at the root of its host",
      )
      .optional(),
    HOST: z.string().default("127.0.0.1"),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    LECTERN_DEMO: flag,
    /** Simulates a live session while the demo runs. */
    LECTERN_DEMO_LIVE: flag,
    LECTERN_DEMO_PASSWORD: z.string().min(8, "is too short: use at least 8 characters").optional(),
    /** How many trusted proxies are in front of us: the caller's address is that many places from the right of X-Forwarded-For. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** The proxy's header with the caller's country, e.g. cf-ipcountry. */
    COUNTRY_HEADER: z.string().toLowerCase().default("cf-ipcountry"),
    OIDC_ISSUER: webAddress.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    /** For a provider that issues only its own addresses and sends no `email_verified` (Microsoft Entra): one tenant, never "common". */
    OIDC_TRUST_EMAIL: flag,
    OIDC_NAME: z.string().default("your school account"),
    /** Cloudflare Stream: the account and a token with the permission Account Analytics, for delivered minutes. */
    CLOUDFLARE_ACCOUNT_ID: z
      .string()
      .regex(/^[0-9a-f]{32}$/i, "is not an account's id: 32 hexadecimal digits")
      .optional(),
    CLOUDFLARE_API_TOKEN: z
      .string()
      .regex(/^[\w.~+/=-]{20,500}$/, "is not an API token: copy it from Cloudflare's page of API tokens")
      .optional(),
    /** The account's address of players, https://customer-….cloudflarestream.com, for live viewers. */
    CLOUDFLARE_STREAM_URL: hostAddress.optional(),
    /** Signs Cloudflare's notifications; Cloudflare answers with it when they are switched on. */
    CLOUDFLARE_WEBHOOK_SECRET: z
      .string()
      .min(16, "is too short: use the secret that Cloudflare gave")
      .optional(),
    /** Another address of Cloudflare's API: a proxy of yours, or the server of a test. */
    CLOUDFLARE_API_URL: hostAddress.default("https://api.cloudflare.com"),
    /** The most rows that the ingest stores in one commit, and how many milliseconds they wait for others. */
    ANALYTICS_BATCH_SIZE: z.coerce
      .number({ error: "is not a number of rows: use 1 to 2000" })
      .int("is not a whole number of rows: use 1 to 2000")
      .min(1, "is too small: use 1 to 2000 rows")
      .max(2000, "is too large: use 1 to 2000 rows")
      .default(500),
    ANALYTICS_FLUSH_INTERVAL: z.coerce
      .number({ error: "is not a number of milliseconds: use 0 to 1000" })
      .int("is not a whole number of milliseconds: use 0 to 1000")
      .min(0, "is negative: use 0 to 1000 milliseconds")
      .max(1000, "is too long: use 0 to 1000 milliseconds")
      .default(0),
    /** The Redis through which several processes share the event bus and the ingest's limits: its address, or the parts of it. */
    REDIS_URL: z
      .url({ protocol: /^rediss?$/, error: "is not an address that begins with redis:// or rediss://" })
      .optional(),
    REDIS_HOST: z
      .string()
      .regex(/^[\w.:-]{1,255}$/, "is not the name of a host: give the port in REDIS_PORT")
      .optional(),
    REDIS_PORT: z.coerce
      .number({ error: "is not a port: use 1 to 65535" })
      .int("is not a port: use 1 to 65535")
      .min(1, "is not a port: use 1 to 65535")
      .max(65535, "is not a port: use 1 to 65535")
      .optional(),
    REDIS_DB: z.coerce
      .number({ error: "is not the number of a database: use 0 or more" })
      .int("is not the number of a database: use 0 or more")
      .min(0, "is not the number of a database: use 0 or more")
      .optional(),
    REDIS_PASSWORD: z.string().optional(),
    /** For how many days the event bus keeps events. */
    ANALYTICS_EVENT_RETENTION_DAYS: z.coerce
      .number({ error: "is not a number of days: use 1 to 365" })
      .int("is not a whole number of days: use 1 to 365")
      .min(1, "is too short: use 1 to 365 days")
      .max(365, "is too long: use 1 to 365 days")
      .default(7),
    /** Where uploaded videos and pictures are kept; several machines share one folder. */
    MEDIA_DIR: z.string().min(1).default(".lectern/media"),
    /** The largest video that can be uploaded, in bytes. */
    MEDIA_MAX_BYTES: z.coerce
      .number()
      .int()
      .min(1024 * 1024)
      .default(2 * 1024 ** 3),
    /** The mail server, with its name and password: smtps://user:password@mail.school.org, or smtp:// with STARTTLS. */
    SMTP_URL: z
      .url({ protocol: /^smtps?$/, error: "is not an address that begins with smtp:// or smtps://" })
      .optional(),
    /** Whom the mails come from: `Harbour College <lectern@school.org>`. */
    MAIL_FROM: z
      .string()
      .regex(/^[^\r\n]*@[^\r\n]*$/, "is not an e-mail address")
      .optional(),
    /** The address of an OpenTelemetry collector, to which traces are sent; the exporter itself reads OTEL_EXPORTER_OTLP_HEADERS. */
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url({ protocol: /^https?$/, error: "is not an address that begins with http:// or https://" })
      .optional(),
    OTEL_SERVICE_NAME: z.string().default("lectern"),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).optional(),
  })
  .superRefine((env, context) => {
    const oidc = [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET];
    if (oidc.some(Boolean) && !oidc.every(Boolean))
      context.addIssue({
        code: "custom",
        path: ["OIDC_ISSUER"],
        message: "also needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: set all three or none",
      });
    if (Boolean(env.CLOUDFLARE_ACCOUNT_ID) !== Boolean(env.CLOUDFLARE_API_TOKEN))
      context.addIssue({
        code: "custom",
        path: [env.CLOUDFLARE_ACCOUNT_ID ? "CLOUDFLARE_ACCOUNT_ID" : "CLOUDFLARE_API_TOKEN"],
        message: `also needs ${env.CLOUDFLARE_ACCOUNT_ID ? "CLOUDFLARE_API_TOKEN" : "CLOUDFLARE_ACCOUNT_ID"}: set both or neither`,
      });
    if (Boolean(env.SMTP_URL) !== Boolean(env.MAIL_FROM))
      context.addIssue({
        code: "custom",
        path: [env.SMTP_URL ? "SMTP_URL" : "MAIL_FROM"],
        message: `also needs ${env.SMTP_URL ? "MAIL_FROM" : "SMTP_URL"}: set both or neither`,
      });
    for (const name of ["REDIS_HOST", "REDIS_PORT", "REDIS_DB", "REDIS_PASSWORD"] as const)
      if (env[name] !== undefined && (env.REDIS_URL || !env.REDIS_HOST))
        context.addIssue({
          code: "custom",
          path: [name],
          message: env.REDIS_URL
            ? "is set beside REDIS_URL: give the address in one of the two ways"
            : "also needs REDIS_HOST",
        });
    // Anybody can ask for a mail under any Host: the links in it must not follow.
    if (env.SMTP_URL && !env.LECTERN_URL)
      context.addIssue({
        code: "custom",
        path: ["SMTP_URL"],
        message: "also needs LECTERN_URL: the links in mails lead there",
      });
    if (env.LECTERN_DEMO && env.LECTERN_URL && !isLoopback(new URL(env.LECTERN_URL).hostname))
      context.addIssue({
        code: "custom",
        path: ["LECTERN_URL"],
        message:
          "is a public address: demo mode is only for this machine, because its passwords are public; remove it, or use npm start",
      });
    if (env.LECTERN_DEMO && !isLoopback(env.HOST))
      context.addIssue({
        code: "custom",
        path: ["HOST"],
        message: `is ${env.HOST}: demo mode serves loopback only, because its passwords are known; use 127.0.0.1, or npm start`,
      });
  });

type Env = z.infer<typeof envSchema>;

const withoutEmpty = (variables: Record<string, string | undefined>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""));

/** Parses variables; the error has one sentence per wrong setting. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  // Shells and compose files write unset variables as empty ones.
  const parsed = envSchema.safeParse(withoutEmpty(variables));
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`).join("\n"),
    );
  return parsed.data;
}

/** Reports wrong settings before anything starts, before the address of an embedded database is known. `own` are the settings that the command sets itself. */
export function checkEnv(own: Record<string, string> = {}): void {
  parseEnv({
    DATABASE_URL: "postgres://127.0.0.1/not-started-yet",
    ...withoutEmpty(process.env),
    ...own,
  });
}

/**
 * Whether `npm start` keeps a secret of its own: it has none, and its server and its database are this machine's only. Throws for an
 * address that other machines reach and that lacks its settings.
 */
export function keepsOwnSecret(given: Record<string, string | undefined> = process.env): boolean {
  const { HOST, LECTERN_URL, LECTERN_SECRET, DATABASE_URL, DATABASE_OWNER_URL } = withoutEmpty(given);
  const published = LECTERN_URL && !(URL.canParse(LECTERN_URL) && isLoopback(new URL(LECTERN_URL).hostname));
  if (published || (HOST && !isLoopback(HOST))) {
    const missing = Object.entries({ LECTERN_SECRET, LECTERN_URL }).filter(([, value]) => !value);
    if (missing.length > 0)
      throw new Error(
        `Other machines reach ${LECTERN_URL ?? `HOST ${HOST}`}, so ${missing.map(([name]) => name).join(" and ")} must be set: LECTERN_SECRET to the output of \`openssl rand -hex 32\`, LECTERN_URL to the address that people open.`,
      );
  }
  return !LECTERN_SECRET && !DATABASE_URL && !DATABASE_OWNER_URL;
}

/** The process's settings, parsed on first use; `server.ts` parses them at its start and stops when one is wrong. */
export function env(): Env {
  return processSingleton("env", () => parseEnv(process.env));
}

/** next-auth reads its address from the environment: LECTERN_URL if it is set, else the Host of each request. */
export function tellNextAuth(): void {
  const { LECTERN_URL } = env();
  if (LECTERN_URL) process.env.NEXTAUTH_URL = LECTERN_URL;
  else {
    delete process.env.NEXTAUTH_URL;
    process.env.AUTH_TRUST_HOST = "true";
  }
}
