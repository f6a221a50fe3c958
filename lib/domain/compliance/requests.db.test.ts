import { beforeEach, expect, it } from "vitest";
import { endOf, makeSchool, makeUser, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { addRequest, changeRequest, confirmItem } from "./mutations";
import { complianceEvidence } from "./queries/evidence";
import { requestsOf } from "./queries/requests";
import { newRequest } from "./schema";
import { complianceOf } from "./status";

const { sql } = testDatabase();
/** In Lisbon it is 20 November for another half hour. */
const now = new Date("2026-11-20T23:30:00Z");
let school_id: string;
let admin: Person;
let ana: Person;
const ctx = () => ({ scope: scopeOf(admin), request: { id: "request-1", address: "192.0.2.7" }, now });
const add = (given: object) =>
  addRequest(ctx(), school_id, newRequest.parse({ kind: "erasure", law: "gdpr", user_id: ana.id, ...given }));
const statusOf = async (item: string) => {
  const regulations = complianceOf(await complianceEvidence(school_id, now), now);
  return regulations.flatMap(({ items }) => items).find((one) => one.item === item)!.status;
};

beforeEach(async () => {
  school_id = (await makeSchool()).id;
  admin = await makeUser({ school_id, role: "admin" });
  ana = await makeUser({ school_id, name: "Ana Costa", external_id: `X-${school_id}` });
});

it("a request has its last day by the law, and the status turns with its clock", async () => {
  expect(await statusOf("subject_requests")).toBe("ok");
  const fresh = await add({ received_on: "2026-11-12", law: "ferpa", user_id: `X-${school_id}` });
  expect(fresh).toMatchObject({
    person: "Ana Costa",
    user_id: ana.id,
    due_on: "2026-12-27",
    days_left: 37,
    state: "open",
  });
  expect(await statusOf("subject_requests")).toBe("ok");
  const soon = await add({ received_on: "2026-10-27", kind: "access", user_id: ana.email });
  expect(soon).toMatchObject({ user_id: ana.id, due_on: "2026-11-27", days_left: 7 });
  expect(await statusOf("subject_requests")).toBe("attention");
  const late = await add({ received_on: "2026-10-16", user_id: undefined, person_name: "Rafael Couto" });
  expect(late).toMatchObject({ person: "Rafael Couto", user_id: null, due_on: "2026-11-16", days_left: -4 });
  expect(await statusOf("subject_requests")).toBe("failing");
  expect((await requestsOf(school_id, now)).map(({ id }) => id)).toEqual([late.id, soon.id, fresh.id]);

  const closed = await changeRequest(ctx(), late.id, "answered");
  expect(closed).toMatchObject({ state: "answered", closed_on: "2026-11-20", days_left: null });
  await changeRequest(ctx(), soon.id, "refused");
  expect(await statusOf("subject_requests")).toBe("ok");
  // From 16 October to 20 November.
  expect((await complianceEvidence(school_id, now)).subject_requests).toEqual({
    ...{ open: 1, overdue: 0, due_soon: 0, next_due_on: "2026-12-27" },
    ...{ closed: 2, longest_days: 35 },
  });
  expect(await changeRequest(ctx(), late.id, "open")).toMatchObject({ closed_on: null, days_left: -4 });
  expect(await statusOf("subject_requests")).toBe("failing");
  const log =
    await sql`select action, detail from audit_log where school_id = ${school_id} and target_id = ${late.id} order by id`;
  expect(log.map(({ action }) => action)).toEqual([
    "privacy_request.create",
    "privacy_request.update",
    "privacy_request.update",
  ]);
  expect(JSON.stringify(log)).not.toContain("Rafael");
});

it("a request is of one known person or a name, of a day that has come, and of the caller's school", async () => {
  const parsed = (given: object) =>
    newRequest.safeParse({ kind: "access", law: "ccpa", received_on: "2026-11-01", ...given }).success;
  expect([parsed({}), parsed({ user_id: "a", person_name: "b" }), parsed({ user_id: "a" })]).toEqual([
    false,
    false,
    true,
  ]);
  expect(await endOf(add({ received_on: "2026-11-21" }))).toBe("invalid received_on");
  expect(await endOf(add({ received_on: "2026-11-20" }))).toBe("done");
  expect(await endOf(add({ received_on: "2026-11-20", user_id: "nobody" }))).toBe("not_found user_id");
  const id = (await requestsOf(school_id, now))[0]!.id;
  const elsewhere = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
  expect(await endOf(changeRequest({ ...ctx(), scope: scopeOf(elsewhere) }, id, "answered"))).toBe(
    "not_found",
  );
});

it("what Lectern cannot know needs attention until an admin confirms it, with who and when", async () => {
  expect(await statusOf("encryption_at_rest")).toBe("attention");
  expect(await endOf(confirmItem(ctx(), school_id, "encryption_at_rest", "2026-11-21"))).toBe(
    "invalid confirmed_on",
  );
  await confirmItem(ctx(), school_id, "encryption_at_rest", "2025-11-19");
  expect(await statusOf("encryption_at_rest")).toBe("attention");
  await confirmItem(ctx(), school_id, "encryption_at_rest", "2026-11-20");
  expect(await statusOf("encryption_at_rest")).toBe("ok");
  expect(
    await sql`select item, confirmed_on::text as on, confirmed_by from compliance_confirmations where school_id = ${school_id}`,
  ).toEqual([{ item: "encryption_at_rest", on: "2026-11-20", confirmed_by: admin.id }]);
  expect(
    await sql`select actor_id from audit_log where school_id = ${school_id} and action = 'compliance.confirm'`,
  ).toHaveLength(2);
});
