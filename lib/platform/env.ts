import { z } from "zod";
import { processSingleton } from "./process";

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
    /** The secret from which the keys of sessions and tokens are derived (HKDF). */
    LECTERN_SECRET: secret,
    /** The public address, e.g. https://stats.school.org; the default is the one served. */
    LECTERN_URL: url.optional(),
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
    OIDC_ISSUER: url.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    /** For a provider that gives only addresses of its own without `email_verified` (Microsoft Entra): one tenant, never "common". */
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

type Env = z.infer<typeof envSchema>;

/** Parses variables; the error has one sentence per wrong setting. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  // Shells and compose files write unset variables as empty ones.
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
