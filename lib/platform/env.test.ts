import { describe, expect, test } from "vitest";
import { parseEnv } from "./env";

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
  ])("stops the start when it is %s, and says what to do", (_, LECTERN_SECRET, words) => {
    expect(() => parseEnv({ ...good, LECTERN_SECRET })).toThrow(words);
  });

  test("passes when it is long and random", () => {
    expect(parseEnv(good).LECTERN_SECRET).toBe(good.LECTERN_SECRET);
  });
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

test("OpenID Connect needs all of its settings or none", () => {
  const issuer = { ...good, OIDC_ISSUER: "https://login.school.org" };
  expect(() => parseEnv(issuer)).toThrow(/OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET/);
  expect(parseEnv({ ...issuer, OIDC_CLIENT_ID: "lectern", OIDC_CLIENT_SECRET: "s" }).OIDC_ISSUER).toBe(
    "https://login.school.org",
  );
});

test.each(["0.0.0.0", "192.168.1.10", "stats.school.org"])("the demo refuses to serve %s", (HOST) => {
  expect(() => parseEnv({ ...good, LECTERN_DEMO: "1", HOST })).toThrow(/demo mode serves loopback only/);
  expect(parseEnv({ ...good, HOST }).HOST).toBe(HOST);
});

test.each(["127.0.0.1", "localhost", "::1"])("the demo serves %s", (HOST) => {
  expect(parseEnv({ ...good, LECTERN_DEMO: "true", HOST }).LECTERN_DEMO).toBe(true);
});
