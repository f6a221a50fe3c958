import { beforeAll, describe, expect, it } from "vitest";
import { audit } from "@/lib/auth/audit";
import { transaction } from "@/lib/db/tx";
import { makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { auditActions, auditInBatches, auditPage } from "./queries";
import { auditQuery } from "./schema";

const { sql } = testDatabase();
const zone = "Europe/Lisbon";
const school = await makeSchool({ time_zone: zone });
const elsewhere = await makeSchool();
const ana = await makeUser({ school_id: school.id, role: "admin", name: "Ana Audited" });
const rui = await makeUser({ school_id: school.id, role: "instructor", name: "Rui Recorded" });
const other = await makeUser({ school_id: elsewhere.id, role: "admin" });
const installation = await makeUser({ school_id: null, role: "admin" });

const write = (
  person: typeof ana,
  action: `${string}.${string}`,
  detail: Record<string, unknown>,
  address = "192.0.2.7",
) =>
  transaction((tx) =>
    audit(
      tx,
      { scope: scopeOf(person), request: { id: "request-1", address } },
      { action, target: { type: "user", id: rui.id }, detail },
    ),
  );

const search = async (given: object, person = ana) =>
  (await auditPage(scopeOf(person), auditQuery.parse(given), zone)).items;

beforeAll(async () => {
  await write(ana, "user.update", { before: { role: "student" }, after: { role: "instructor" } });
  await write(rui, "video.update", { title: { before: "A", after: "B" } }, "198.51.100.9");
  await write(other, "user.update", {});
  await sql`insert into audit_log (id, at, school_id, action, target_type, target_id)
    select gen_random_uuid(), '2026-03-01T00:00:00Z'::timestamptz + n * interval '1 hour', ${school.id}, 'session.close', 'session', 's' || n
    from generate_series(0, 29) n`;
});

describe("the audit log", () => {
  it("says who did what to whom, from where, with the values before and after", async () => {
    const [entry] = await search({ action: "user.update" });
    expect(entry).toMatchObject({
      actor: "Ana Audited",
      actor_id: ana.id,
      target: "Rui Recorded",
      changes: [{ field: "role", before: "student", after: "instructor" }],
      address: "192.0.2.7",
      request_id: "request-1",
    });
  });

  it("is one school's, or all of the installation's admin's", async () => {
    expect(await search({ action: "user.update" }, other)).toHaveLength(1);
    expect(await search({ action: "user.update" }, installation)).toHaveLength(2);
    expect(await auditActions(scopeOf(other))).toEqual(["user.update"]);
    expect(await auditActions(scopeOf(ana))).toEqual(["session.close", "user.update", "video.update"]);
  });

  it.each([
    ["who", { q: "recorded" }, ["video.update"]],
    ["what", { action: "video.update" }, ["video.update"]],
    ["where from", { address: "198.51" }, ["video.update"]],
    ["what it was done to", { target: "s7" }, ["session.close"]],
    // The days are the school's: in summer time Lisbon is an hour ahead, on 1 March it is not.
    [
      "when",
      { from: "2026-03-01", to: "2026-03-01", limit: 100 },
      Array.from({ length: 24 }, () => "session.close"),
    ],
    ["nothing that is there", { q: "100%" }, []],
  ])("is searched by %s", async (_, given, actions) => {
    expect((await search(given)).map(({ action }) => action)).toEqual(actions);
  });

  it("is read page by page without a gap or a repetition, while entries are added", async () => {
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const given = auditQuery.parse({ action: "session.close", limit: 7, ...(before ? { before } : {}) });
      const page: Awaited<ReturnType<typeof auditPage>> = await auditPage(scopeOf(ana), given, zone);
      seen.push(...page.items.map(({ target_id }) => target_id!));
      before = page.next;
      await sql`insert into audit_log (id, school_id, action, target_type) values (gen_random_uuid(), ${school.id}, 'session.close', 'session')`;
    } while (before);
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => `s${29 - index}`));
  });

  it("is exported whole", async () => {
    const rows = [];
    for await (const some of auditInBatches(scopeOf(ana), { to: "2026-03-31" }, zone)) rows.push(...some);
    expect(rows).toHaveLength(30);
  });
});
