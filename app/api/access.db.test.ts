import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tokenScopes } from "@/lib/auth/token-scopes";
import type { RouteLine } from "@/lib/http/openapi";
import { wantedTokenScope } from "@/lib/http/openapi";
import { cases } from "@/lib/testing/access-cases";
import { type Case, expectedFor } from "@/lib/testing/access-outcomes";
import {
  actorNames,
  apiTokenOf,
  inBrowser,
  makeWorld,
  signedIn,
  targetNames,
  type World,
} from "@/lib/testing/access-world";
import { type Person, testDatabase } from "@/lib/testing/database";
import { mailServer } from "@/lib/testing/mail-server";
import { send } from "@/lib/testing/requests";
import { routeTable } from "./route-table";

const { sql } = testDatabase();
let world: World;
await mailServer();
beforeAll(async () => {
  world = await makeWorld();
});

// Several routes share the limit on guesses of a password.
beforeEach(() => sql`delete from rate_limits`);

/** A person with the version that they have now: some of the routes end their access. */
async function latest(user: Person): Promise<Person> {
  const [row] = await sql<Pick<Person, "version">[]>`select version from users where id = ${user.id}`;
  return { ...user, ...row };
}

/** Everything that is stored, but for what only counts requests; exports leave a row in the audit. */
async function stored(): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
      and relname not in ('rate_limits', 'api_tokens', 'audit_log', 'audit_unsealed', 'beacon_checks') order by 1`;
  const rows = await Promise.all(
    tables.map(
      ({ name }) => sql`select md5(string_agg(t::text, '|' order by t::text)) as sum from ${sql(name)} t`,
    ),
  );
  return rows.map(([row], index) => `${tables[index]?.name} ${row?.sum}`).join("\n");
}

const keyOf = (line: RouteLine) => `${line.method} ${line.path}`;
const caseOf = (line: RouteLine): Case => {
  const found = cases[keyOf(line)];
  if (!found) throw new Error(`${keyOf(line)} has no case in the access test`);
  return found;
};
/** Signing in itself is proved beside it (sign-in and oidc tests), and the undocumented routes are next-auth's and the 404. */
const table = await routeTable();
const tried = table.filter(
  (line) => !line.handler.declaration.undocumented && keyOf(line) !== "POST /api/auth/token",
);
const isGuarded = (line: RouteLine) => !["public", "tracking"].includes(line.handler.declaration.auth);
const guarded = tried.filter(isGuarded);

function outcome(response: Response): number | "ok" {
  // A stream would go on for minutes, though nobody reads it, and a person downloads few files at once.
  if (/^text\/(event-stream|csv)/.test(response.headers.get("content-type") ?? ""))
    void response.body?.cancel();
  return response.status < 300 ? "ok" : response.status;
}

describe("the route table", () => {
  it("lists every method of every route file, and nothing else", async () => {
    const found: string[] = [];
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => /(^|[\\/])route\.ts$/.test(name))) {
      const folder = dirname(file).replaceAll("\\", "/");
      const path = `/api/${folder}`.replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}");
      const module: Record<string, unknown> = await import(
        /* @vite-ignore */ join(import.meta.dirname, file)
      );
      for (const method of Object.keys(module)) {
        // A preflight says who may ask at all; it has no answer of its own.
        if (!/^[A-Z]+$/.test(method) || method === "OPTIONS") continue;
        found.push(`${method} ${path}`);
        const line = table.find((entry) => keyOf(entry) === `${method} ${path}`);
        expect(line?.handler, `${method} ${path} in the table`).toBe(module[method]);
      }
    }
    expect(table.map(keyOf).sort()).toEqual(found.sort());
  });

  it("answers an unknown path with a problem, as JSON", async () => {
    for (const line of table.filter(({ path }) => path === "/api/{missing}")) {
      const response = await send(line, { params: { missing: "nothing" } }, { headers: {} });
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
    }
  });

  it("has a case here for every route", () => {
    expect(Object.keys(cases).sort()).toEqual(tried.map(keyOf).sort());
  });
});

describe.each(tried.map((line) => [keyOf(line), line] as const))("%s", (_, line) => {
  const { expected, sent = () => ({}) } = caseOf(line);

  it("allows each person only what they may read, with a token and in a browser", async () => {
    const seen: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (const actor of actorNames)
      for (const [index, target] of targetNames.entries())
        for (const [how, signIn] of [
          ["token", signedIn],
          ["browser", inBrowser],
        ] as const) {
          const key = `${actor}, ${target}, ${how}`;
          const caller = await signIn(await latest(world.users[actor]));
          const response = await send(line, sent(world.targets[target]), caller);
          seen[key] = outcome(response);
          wanted[key] = expectedFor(expected[actor], index);
        }
    expect(seen).toEqual(wanted);
  });

  it(
    isGuarded(line) ? "refuses a caller who is not signed in" : "answers a caller who is not signed in",
    async () => {
      const seen: Record<string, unknown> = {};
      const wanted: Record<string, unknown> = {};
      for (const [name, caller] of Object.entries(world.refusedCallers)) {
        const response = await send(line, sent(world.targets.own), caller);
        seen[name] = outcome(response);
        wanted[name] = isGuarded(line) ? 401 : "ok";
        if (isGuarded(line)) expect(response.headers.get("www-authenticate")).toBe("Bearer");
      }
      expect(seen).toEqual(wanted);
    },
  );
});

const proved = tried.filter((line) => line.handler.declaration.auth !== "public");
/** A batch answers 200, and its items for themselves. */
async function itemOutcome(response: Response): Promise<number | "ok"> {
  const batch =
    response.headers.get("content-type") === "application/json" && (await response.clone().json());
  const [item] = (batch as { results?: { status: number }[] }).results ?? [];
  return item && item.status >= 300 ? item.status : outcome(response);
}
describe.each(proved.map((line) => [keyOf(line), line] as const))("%s", (_, line) => {
  const { sent = () => ({}) } = caseOf(line);

  it("accepts a personal API token only with the required scope", async () => {
    const wanted = wantedTokenScope(line.method, line.handler.declaration);
    const user = await latest(world.users.schoolAdmin);
    const others = tokenScopes.filter((scope) => scope !== wanted);
    const without = await apiTokenOf(user.id, others);
    const refused = await send(line, sent(world.targets.own), without.caller);
    expect(await itemOutcome(refused.clone())).toBe(403);
    if (!wanted) return;
    expect(await refused.text()).toContain(`lacks the scope ${wanted}`);
    const withIt = await apiTokenOf(user.id, [wanted as "read"]);
    const plain = await send(line, sent(world.targets.own), await signedIn(user));
    expect(await itemOutcome(await send(line, sent(world.targets.own), withIt.caller))).toBe(
      await itemOutcome(plain),
    );
  });
});

describe.each(guarded.map((line) => [keyOf(line), line] as const))("%s", (_, line) => {
  it("writes nothing with a read-only API token", async () => {
    const { caller } = await apiTokenOf(world.users.schoolAdmin.id, ["read"]);
    const sent = caseOf(line).sent?.(world.targets.own) ?? {};
    const before = await stored();
    outcome(await send(line, sent, caller));
    expect(await stored()).toBe(before);
  });
});

const changes = guarded.filter((line) => line.method !== "GET");
describe.each(changes.map((line) => [keyOf(line), line] as const))("%s", (_, line) => {
  const { sent = () => ({}) } = caseOf(line);

  it("accepts a change by cookie only from our own pages", async () => {
    const own = await inBrowser(await latest(world.users.schoolAdmin));
    const without: Record<string, string> = { ...own.headers };
    delete without.origin;
    for (const headers of [
      without,
      { ...own.headers, origin: "https://elsewhere.test" },
      { ...own.headers, origin: "null" },
      { ...own.headers, origin: "http://stats.test.elsewhere.test" },
    ])
      expect((await send(line, sent(world.targets.own), { headers })).status).toBe(403);
  });
});

describe("an assistant", () => {
  const assistant = async () => signedIn(await latest(world.users.assistant));
  const line = (key: string) => table.find((entry) => keyOf(entry) === key)!;

  it("starts, ends and reopens a session of their course, and changes none of its settings", async () => {
    const change = line("PATCH /api/admin/training/sessions/{sessionId}");
    const session = (id: string, body: object) => ({ params: { sessionId: id }, body });
    const { secondSessionId } = world.targets.own;
    for (const action of ["end", "reopen"])
      expect((await send(change, session(secondSessionId, { action }), await assistant())).status).toBe(200);
    const others = session(world.targets.others.secondSessionId, { action: "end" });
    expect((await send(change, others, await assistant())).status).toBe(403);
    for (const body of [
      { action: "end", title: "Test" },
      { left_out: true },
      { action: "end", scope: "following" },
    ])
      expect((await send(change, session(secondSessionId, body), await assistant())).status).toBe(403);
  });

  it("cannot be named as a session's instructor", async () => {
    const create = line("POST /api/admin/training/sessions");
    const sent = cases[keyOf(create)]!.sent!({
      ...world.targets.own,
      ownerId: world.users.assistant.id,
    });
    const response = await send(create, sent, await signedIn(await latest(world.users.schoolAdmin)));
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("instructor_id");
  });
});
