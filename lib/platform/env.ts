import { z } from "zod";
import { once } from "./process";

const placeholders = /change[-_ ]?me|placeholder|example|secret123|your[-_ ]|^(.)\1+$/i;

const secret = z
  .string({
    error:
      "is missing: set it to at least 32 random characters, for instance the output of `openssl rand -hex 32`",
  })
  .min(
    32,
    "is too short: use at least 32 random characters, for instance the output of `openssl rand -hex 32`",
  )
  .refine(
    (value) => !placeholders.test(value),
    "is a placeholder: use random characters, for instance the output of `openssl rand -hex 32`",
  );

const url = z.url("is not a URL");
const flag = z
  .enum(["0", "1", "true", "false"])
  .default("0")
  .transform((value) => value === "1" || value === "true");

/** Every setting that the environment may give; the README's table is checked against this list. */
export const envSchema = z
  .object({
    NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
    /** Any Postgres ≥ 15; the launcher starts an embedded one when it is not given. */
    DATABASE_URL: z
      .string({
        error: "is missing: give a Postgres address, or start through `npm start` or `npm run demo`",
      })
      .min(1),
    /** Signs sessions and tokens; everything derived from it has its own label (HKDF). */
    LECTERN_SECRET: secret,
    /** The address people use, e.g. https://stats.school.org; the default is the one served. */
    LECTERN_URL: url.optional(),
    HOST: z.string().default("127.0.0.1"),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    LECTERN_DEMO: flag,
    /** Keeps a live session with an audience running while the demo does. */
    LECTERN_DEMO_LIVE: flag,
    LECTERN_DEMO_PASSWORD: z.string().min(8, "is too short: use at least 8 characters").optional(),
    /** How many proxies in front of us are ours: the caller's address is read that many places from the right of X-Forwarded-For. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** The header in which the proxy gives the caller's country, e.g. cf-ipcountry. */
    COUNTRY_HEADER: z.string().toLowerCase().default("cf-ipcountry"),
    OIDC_ISSUER: url.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    /** For a provider that says nothing of verification (Microsoft Entra) but gives out only addresses it owns: one tenant, never "common". */
    OIDC_TRUST_EMAIL: flag,
    OIDC_NAME: z.string().default("your school account"),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).optional(),
  })
  .superRefine((env, context) => {
    const oidc = [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET];
    if (oidc.some(Boolean) && !oidc.every(Boolean))
      context.addIssue({
        code: "custom",
        path: ["OIDC_ISSUER"],
        message: "needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it: set all three or none",
      });
    if (env.LECTERN_DEMO && !["127.0.0.1", "localhost", "::1"].includes(env.HOST))
      context.addIssue({
        code: "custom",
        path: ["HOST"],
        message: `is ${env.HOST}: demo mode serves loopback only, because its passwords are known; use 127.0.0.1, or npm start`,
      });
  });

export type Env = z.infer<typeof envSchema>;

/** Parses a set of variables; the error's message is one sentence per wrong setting, fit for a terminal. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  // An empty variable means "not set": shells and compose files write them so.
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = envSchema.safeParse(given);
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`).join("\n"),
    );
  return parsed.data;
}

/** The process's settings, parsed on first use; `server.ts` asks at start, so that a wrong one stops it. */
export function env(): Env {
  return once("env", () => parseEnv(process.env));
}

/** next-auth knows its own address from the environment only: ours where one is set, else the Host of each request. */
export function tellNextAuth(): void {
  const { LECTERN_URL } = env();
  if (LECTERN_URL) process.env.NEXTAUTH_URL = LECTERN_URL;
  else {
    delete process.env.NEXTAUTH_URL;
    process.env.AUTH_TRUST_HOST = "true";
  }
}
