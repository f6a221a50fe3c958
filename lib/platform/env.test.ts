import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkEnv, keepsOwnSecret, parseEnv } from "./env";

const good = {
  DATABASE_URL: "postgres://127.0.0.1/lectern",
  LECTERN_SECRET: "9f1c0a7be3d25846f0b1d4c86a97e35210fdc8b76e4a93d5",
};

describe("the secret", () => {
  test.each([
    ["missing", undefined, /LECTERN_SECRET is missing: set it to at least 32 random characters/],
    ["empty", "", /LECTERN_SECRET is missing/],
    ["short", "9f1c0a7be3d25846", /LECTERN_SECRET is too short: use at least 32/],
    ["a placeholder", "please-change-me-please-change-me-please", /LECTERN_SECRET is a placeholder/],
    ["an example", "example-example-example-example-example", /LECTERN_SECRET is a placeholder/],
    ["one character over and over", "a".repeat(40), /LECTERN_SECRET is a placeholder/],
    [
      "a repetition",
      "9f1c0a7be3d9f1c0a7be3d9f1c0a7be3d9f1",
      /LECTERN_SECRET is a placeholder or follows a pattern/,
    ],
    ["a run along the alphabet", "0123456789abcdefghijklmnopqrstuvwxyz", /LECTERN_SECRET is a placeholder/],
    ["of few characters", "1021120012010221001201220110200121", /LECTERN_SECRET is a placeholder/],
    ["a word for it", "the-secret-of-our-school-is-safe-here", /LECTERN_SECRET is a placeholder/],
  ])("stops the start when it is %s, and says what to do", (_, LECTERN_SECRET, words) => {
    expect(() => parseEnv({ ...good, LECTERN_SECRET })).toThrow(words);
  });

  test("passes when it is long and random", () => {
    expect(parseEnv(good).LECTERN_SECRET).toBe(good.LECTERN_SECRET);
  });
});

test("random secrets of every usual form pass", () => {
  for (let round = 0; round < 200; round++) {
    expect(() => parseEnv({ ...good, LECTERN_SECRET: randomBytes(16).toString("hex") })).not.toThrow();
    expect(() => parseEnv({ ...good, LECTERN_SECRET: randomBytes(24).toString("base64") })).not.toThrow();
  }
});

describe.each(["LECTERN_URL", "OIDC_ISSUER"])("%s", (name) => {
  const oidc = name === "OIDC_ISSUER" ? { OIDC_CLIENT_ID: "lectern", OIDC_CLIENT_SECRET: "s" } : {};
  const start = (address: string) => parseEnv({ ...good, ...oidc, [name]: address });
  test.each([
    "stats.school.org",
    "ftp://stats.school.org",
    "javascript:alert(1)",
    "postgres://stats.school.org",
  ])("must be a web address, not %s", (address) =>
    expect(() => start(address)).toThrow(`${name} is not an address that begins with https://`),
  );
  test.each(["http://stats.school.org", "http://192.168.1.10:3000", "http://127.0.0.1.school.org"])(
    "must be https beyond this machine, not %s",
    (address) => expect(() => start(address)).toThrow(`${name} must begin with https://`),
  );
  test.each([
    "https://stats.school.org",
    "http://localhost:3000",
    "http://127.0.0.1:3000",
    "http://[::1]:80",
  ])("may be %s", (address) => expect(start(address)).toMatchObject({ [name]: address }));
});

test("the address has no path, because Lectern is served at the root", () => {
  expect(() => parseEnv({ ...good, LECTERN_URL: "https://school.org/stats" })).toThrow(/must have no path/);
});

test("the demo refuses a public address", () => {
  const demo = (LECTERN_URL: string) => parseEnv({ ...good, LECTERN_DEMO: "1", LECTERN_URL });
  expect(() => demo("https://stats.school.org")).toThrow(/LECTERN_URL is a public address/);
  expect(demo("http://localhost:3000").LECTERN_DEMO).toBe(true);
});

test("each wrong setting has an error of its own", () => {
  const wrong = { LECTERN_SECRET: "short", PORT: "99999", LECTERN_URL: "stats" };
  expect(() => parseEnv(wrong)).toThrow(/DATABASE_URL .*\nLECTERN_SECRET .*\nLECTERN_URL .*\nPORT /);
});

test("what is not set has a default, and an empty variable is not set", () => {
  expect(parseEnv({ ...good, PORT: "", HOST: "", LECTERN_DEMO: "" })).toMatchObject({
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: 3000,
    LECTERN_DEMO: false,
    TRUSTED_PROXIES: 0,
  });
});

test("the days that events are kept are a number that makes sense", () => {
  const days = (ANALYTICS_EVENT_RETENTION_DAYS: string) =>
    parseEnv({ ...good, ANALYTICS_EVENT_RETENTION_DAYS });
  expect(days("30").ANALYTICS_EVENT_RETENTION_DAYS).toBe(30);
  expect(days("").ANALYTICS_EVENT_RETENTION_DAYS).toBe(7);
  for (const wrong of ["a week", "0", "1.5", "366", "-1"])
    expect(() => days(wrong)).toThrow(/^ANALYTICS_EVENT_RETENTION_DAYS is .* use 1 to 365/);
});

test("the grouping of writes is bounded", () => {
  expect(parseEnv(good)).toMatchObject({ ANALYTICS_BATCH_SIZE: 500, ANALYTICS_FLUSH_INTERVAL: 0 });
  const given = { ANALYTICS_BATCH_SIZE: "50", ANALYTICS_FLUSH_INTERVAL: "20" };
  expect(parseEnv({ ...good, ...given })).toMatchObject({
    ANALYTICS_BATCH_SIZE: 50,
    ANALYTICS_FLUSH_INTERVAL: 20,
  });
  for (const wrong of ["many", "0", "2001", "1.5"])
    expect(() => parseEnv({ ...good, ANALYTICS_BATCH_SIZE: wrong })).toThrow(
      /^ANALYTICS_BATCH_SIZE is .* use 1 to 2000/,
    );
  for (const wrong of ["5s", "-1", "1001", "0.5"])
    expect(() => parseEnv({ ...good, ANALYTICS_FLUSH_INTERVAL: wrong })).toThrow(
      /^ANALYTICS_FLUSH_INTERVAL is .* use 0 to 1000/,
    );
});

describe("Redis", () => {
  const redis = (more: Record<string, string>) => parseEnv({ ...good, ...more });
  test("is an address, or a host with what else is needed", () => {
    expect(redis({ REDIS_URL: "rediss://user:word@redis.school.org:6380/2" }).REDIS_URL).toBe(
      "rediss://user:word@redis.school.org:6380/2",
    );
    const parts = { REDIS_HOST: "10.0.0.7", REDIS_PORT: "6380", REDIS_DB: "2", REDIS_PASSWORD: "word" };
    expect(redis(parts)).toMatchObject({ ...parts, REDIS_PORT: 6380, REDIS_DB: 2 });
    expect(redis({ REDIS_URL: "", REDIS_PORT: "" })).not.toHaveProperty("REDIS_HOST");
  });

  test.each([
    [{ REDIS_URL: "http://redis.school.org" }, /^REDIS_URL is not an address that begins with redis:/],
    [{ REDIS_URL: "redis://a.org", REDIS_HOST: "b.org" }, /^REDIS_HOST is set beside REDIS_URL/],
    [{ REDIS_URL: "redis://a.org", REDIS_PASSWORD: "word" }, /^REDIS_PASSWORD is set beside REDIS_URL/],
    [{ REDIS_PORT: "6379" }, /^REDIS_PORT also needs REDIS_HOST/],
    [{ REDIS_HOST: "redis://a.org/1" }, /^REDIS_HOST is not the name of a host/],
    [{ REDIS_HOST: "a.org", REDIS_PORT: "http" }, /^REDIS_PORT is not a port/],
    [{ REDIS_HOST: "a.org", REDIS_PORT: "70000" }, /^REDIS_PORT is not a port/],
    [{ REDIS_HOST: "a.org", REDIS_DB: "-1" }, /^REDIS_DB is not the number of a database/],
  ] as const)("refuses %o", (wrong, words) => {
    expect(() => redis(wrong)).toThrow(words);
  });
});

test("OpenID Connect needs all of its settings or none", () => {
  const issuer = { ...good, OIDC_ISSUER: "https://login.school.org" };
  expect(() => parseEnv(issuer)).toThrow(/OIDC_ISSUER also needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET/);
  expect(parseEnv({ ...issuer, OIDC_CLIENT_ID: "lectern", OIDC_CLIENT_SECRET: "s" }).OIDC_ISSUER).toBe(
    "https://login.school.org",
  );
});

describe("Cloudflare Stream", () => {
  const account = {
    CLOUDFLARE_ACCOUNT_ID: "0123456789abcdef0123456789abcdef",
    CLOUDFLARE_API_TOKEN: "v1.0-abcdefghijklmnopqrstuvwxyz",
  };
  test("needs an account with its token, or neither", () => {
    expect(parseEnv({ ...good, ...account })).toMatchObject(account);
    for (const [name, other] of [
      ["CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN"],
      ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"],
    ] as const)
      expect(() => parseEnv({ ...good, [name]: account[name] })).toThrow(`${name} also needs ${other}`);
  });

  test.each([
    ["CLOUDFLARE_ACCOUNT_ID", "my-account", /CLOUDFLARE_ACCOUNT_ID is not an account's id/],
    ["CLOUDFLARE_API_TOKEN", "Bearer abc", /CLOUDFLARE_API_TOKEN is not an API token/],
    ["CLOUDFLARE_API_TOKEN", `${"a".repeat(30)}\nx: y`, /CLOUDFLARE_API_TOKEN is not an API token/],
    ["CLOUDFLARE_WEBHOOK_SECRET", "85011ed3", /CLOUDFLARE_WEBHOOK_SECRET is too short/],
    [
      "CLOUDFLARE_STREAM_URL",
      "http://customer-x.cloudflarestream.com",
      /CLOUDFLARE_STREAM_URL must begin with/,
    ],
    [
      "CLOUDFLARE_STREAM_URL",
      "https://customer-x.cloudflarestream.com/y",
      /CLOUDFLARE_STREAM_URL must have no path/,
    ],
    ["CLOUDFLARE_API_URL", "https://api.cloudflare.com/client/v4", /CLOUDFLARE_API_URL must have no path/],
  ])("has no wrong setting: %s %j", (name, value, words) => {
    const attempt = () => parseEnv({ ...good, ...account, [name]: value });
    expect(attempt).toThrow(words);
    // The start prints the error: it must not print a secret.
    expect(attempt).not.toThrow(value);
  });
});

test.each(["0.0.0.0", "192.168.1.10", "stats.school.org"])("the demo refuses to serve %s", (HOST) => {
  expect(() => parseEnv({ ...good, LECTERN_DEMO: "1", HOST })).toThrow(/demo mode serves loopback only/);
  expect(parseEnv({ ...good, HOST }).HOST).toBe(HOST);
});

test.each(["127.0.0.1", "localhost", "::1"])("the demo serves %s", (HOST) => {
  expect(parseEnv({ ...good, LECTERN_DEMO: "true", HOST }).LECTERN_DEMO).toBe(true);
});

test("a command reports wrong settings before it has a database, and adds its own", () => {
  const kept = { ...process.env };
  Object.assign(process.env, { DATABASE_URL: "", LECTERN_SECRET: good.LECTERN_SECRET, HOST: "0.0.0.0" });
  try {
    expect(() => checkEnv()).not.toThrow();
    expect(() => checkEnv({ LECTERN_DEMO: "1" })).toThrow(
      /HOST is 0\.0\.0\.0: demo mode serves loopback only/,
    );
  } finally {
    process.env = kept;
  }
});

describe("npm start", () => {
  const secret = good.LECTERN_SECRET;

  test.each([
    ["on this machine with its own database", {}, true],
    [
      "with empty settings, as compose files write them",
      { LECTERN_SECRET: "", LECTERN_URL: "", HOST: "" },
      true,
    ],
    ["under a local address", { HOST: "::1", LECTERN_URL: "http://localhost:3000" }, true],
    ["with a secret", { LECTERN_SECRET: secret }, false],
    ["with another database", { DATABASE_URL: "postgres://db/lectern" }, false],
    ["with the owner of another database", { DATABASE_OWNER_URL: "postgres://db/lectern" }, false],
    [
      "at a public address that has its settings",
      { HOST: "0.0.0.0", LECTERN_SECRET: secret, LECTERN_URL: "https://stats.school.org" },
      false,
    ],
  ])("%s: keeps its own secret: %s", (_, settings, expected) => {
    expect(keepsOwnSecret(settings)).toBe(expected);
  });

  test.each([
    [{ HOST: "0.0.0.0" }, /HOST 0\.0\.0\.0, so LECTERN_SECRET and LECTERN_URL must be set/],
    [{ HOST: "192.168.1.10", LECTERN_SECRET: secret }, /so LECTERN_URL must be set/],
    [{ LECTERN_URL: "https://stats.school.org" }, /stats\.school\.org, so LECTERN_SECRET must be set/],
    [{ LECTERN_URL: "stats" }, /LECTERN_SECRET must be set/],
  ])("at a public address needs its settings: %j", (settings, message) => {
    expect(() => keepsOwnSecret(settings)).toThrow(message);
  });
});
