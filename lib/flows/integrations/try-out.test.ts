import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { fakeCloudflare } from "@/lib/testing/fake-cloudflare";

let settings: Record<string, string | undefined> = {};
vi.mock("@/lib/platform/env", async (original) => ({
  ...(await original<typeof import("@/lib/platform/env")>()),
  env: () => settings,
}));
const { configured, tryOut } = await import("./try-out");

const now = new Date("2026-11-28T10:00:00Z");
/** The mail goes to the person who asks; these tests send none. */
const nobody = { to: null, subject: "Test", text: "Test" };
/** What the provider answers by path; a number is a status. */
let answers: Record<string, unknown> = {};
const asked: string[] = [];
let provider: Server;
let issuer = "";
const cloudflare = await fakeCloudflare(() => now);

beforeAll(async () => {
  provider = createServer(({ url = "" }, response) => {
    asked.push(url);
    const answer = answers[url];
    if (typeof answer === "number") response.writeHead(answer, { location: "/elsewhere" });
    response.end(typeof answer === "string" ? answer : JSON.stringify(answer ?? null));
  });
  await new Promise<void>((done) => provider.listen(0, "127.0.0.1", done));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
});
afterAll(async () => {
  provider.close();
  await cloudflare.close();
});

const discovery = "/.well-known/openid-configuration";
beforeEach(() => {
  asked.length = 0;
  settings = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: "lectern", OIDC_CLIENT_SECRET: "secret" };
  answers = {
    [discovery]: { issuer, jwks_uri: `${issuer}/keys` },
    "/keys": { keys: [{ kty: "RSA" }] },
  };
});

it("tries a provider by its discovery document and its keys", async () => {
  expect(await tryOut("oidc", now, nobody)).toBe("works");
  expect(asked).toEqual([discovery, "/keys"]);
});

it.each([
  ["failed", () => ({ [discovery]: 500 })],
  ["unreachable", () => ({ [discovery]: 302 })],
  ["unreadable", () => ({ [discovery]: "<html>" })],
  ["unreadable", () => ({ [discovery]: { issuer, jwks_uri: "file:///etc/passwd" } })],
  ["unreadable", () => ({ [discovery]: `{"padding":"${"x".repeat(1024 * 1024)}"}` })],
  ["other_issuer", () => ({ [discovery]: { issuer: "https://other.example", jwks_uri: `${issuer}/keys` } })],
  ["no_keys", () => ({ "/keys": { keys: [] } })],
] as const)("says %s of a provider that answers wrongly", async (outcome, wrong) => {
  Object.assign(answers, wrong());
  expect(await tryOut("oidc", now, nobody)).toBe(outcome);
});

it("says that a provider cannot be reached, and asks nothing of one that is not configured", async () => {
  settings = { ...settings, OIDC_ISSUER: "http://127.0.0.1:1" };
  expect(await tryOut("oidc", now, nobody)).toBe("unreachable");
  settings = { OIDC_ISSUER: undefined, CLOUDFLARE_API_TOKEN: undefined };
  expect(await tryOut("oidc", now, nobody)).toBe("not_configured");
  expect(await tryOut("cloudflare", now, nobody)).toBe("not_configured");
  expect(asked).toEqual([]);
});

it("tries Cloudflare with the question of the job", async () => {
  settings = {
    CLOUDFLARE_ACCOUNT_ID: cloudflare.account.account_id,
    CLOUDFLARE_API_TOKEN: cloudflare.account.token,
    CLOUDFLARE_API_URL: cloudflare.account.api_url,
  };
  expect(await tryOut("cloudflare", now, nobody)).toBe("works");
  settings = { ...settings, CLOUDFLARE_API_TOKEN: "another" };
  expect(await tryOut("cloudflare", now, nobody)).toBe("no_access");
});

it("tries mail by a mail to the person who asks", async () => {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo({ address }, _, done) {
      received.push(address);
      done(address.startsWith("refused") ? new Error("no such mailbox") : null);
    },
    onData(stream, _, done) {
      stream.resume().on("end", () => done());
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  settings = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "lectern@school.test" };
  const to = (address: string | null) => tryOut("mail", now, { ...nobody, to: address });
  expect(await to("ana@school.test")).toBe("works");
  expect(await to("refused@school.test")).toBe("failed");
  expect(await to(null)).toBe("no_address");
  expect(received).toEqual(["ana@school.test", "refused@school.test"]);
  await new Promise<void>((done) => server.close(done));
  settings = { SMTP_URL: "smtp://127.0.0.1:1", MAIL_FROM: "lectern@school.test" };
  expect(await to("ana@school.test")).toBe("unreachable");
  settings = {};
  expect(await to("ana@school.test")).toBe("not_configured");
});

it("names variables, and shows no value", () => {
  const shown = JSON.stringify(configured());
  expect(shown).toContain("OIDC_CLIENT_SECRET");
  expect(shown).not.toContain(issuer);
  expect(configured().map(({ name, on }) => [name, on])).toContainEqual(["oidc", true]);
});
