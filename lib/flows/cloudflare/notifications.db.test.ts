import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/cloudflare/route";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { changeVideo } from "@/lib/domain/videos/mutations/change";
import { newId } from "@/lib/platform/ids";
import { view } from "@/lib/testing/beacons";
import { makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { signed } from "@/lib/testing/requests";
import { checkSignature } from "./notifications";

const { sql, writer } = testDatabase();
let school: { id: string };
beforeAll(async () => {
  school = await makeSchool();
});

let uids = 0;
const newUid = () => (++uids).toString(16).padStart(32, "0");
const processing = (uid: string, duration_ms: number | null = null) =>
  makeVideo({
    school_id: school.id,
    provider: "cloudflare",
    provider_id: uid,
    status: "processing",
    duration_ms,
  });
const stateOf = async (id: string) => (await sql`select status, duration_ms from videos where id = ${id}`)[0];

const body = (uid: string, fields: object = {}) =>
  JSON.stringify({
    uid,
    readyToStream: true,
    status: { state: "ready", pctComplete: "100.000000" },
    modified: "2026-11-28T08:00:00.5Z",
    duration: 61.25,
    ...fields,
  });
async function send(text: string, headers: Record<string, string> = signed(text)) {
  const request = new Request("http://stats.test/api/webhooks/cloudflare", {
    method: "POST",
    headers: { host: "stats.test", ...headers },
    body: text,
  });
  const response = await POST(request, { params: Promise.resolve(undefined) });
  return { status: response.status, body: await response.json() };
}

/** One view that waits for the video's length. */
const watch = (id: string) => applyBeacons(writer, [view(id, newId())]);
const viewsOf = async (id: string) =>
  (await sql`select views from video_totals where video_id = ${id}`)[0]?.views ?? 0;
const actionsOf = (id: string) => sql`select action, actor_id from audit_log where target_id = ${id}`;
const ok = (videos_changed: number) => ({ status: 200, body: { success: true, videos_changed } });

it("a notification sets the video ready with its length, and counts what waited for it", async () => {
  const uid = newUid();
  const { id } = await processing(uid);
  await watch(id);
  expect(await viewsOf(id)).toBe(0);
  expect(await send(body(uid))).toEqual(ok(1));
  expect(await stateOf(id)).toEqual({ status: "ready", duration_ms: 61_250 });
  expect(await viewsOf(id)).toBe(1);
  expect(await actionsOf(id)).toEqual([{ action: "video.processed", actor_id: null }]);
});

it("a video that failed is failed, one without a length is ready without it, and one in the making stays so", async () => {
  const [failed, lengthless, pending] = [newUid(), newUid(), newUid()];
  const { id: failedId } = await processing(failed);
  await send(body(failed, { readyToStream: false, duration: -1, status: { state: "error" } }));
  expect(await stateOf(failedId)).toEqual({ status: "failed", duration_ms: null });
  const { id: lengthlessId } = await processing(lengthless);
  await send(body(lengthless, { duration: -1 }));
  expect(await stateOf(lengthlessId)).toEqual({ status: "ready", duration_ms: null });
  const { id: pendingId } = await processing(pending);
  expect(await send(body(pending, { status: { state: "inprogress" } }))).toEqual(ok(0));
  expect(await stateOf(pendingId)).toEqual({ status: "processing", duration_ms: null });
});

it("one clip in several courses is ready in all of them, and other videos are not", async () => {
  const uid = newUid();
  const [one, two, other] = [await processing(uid), await processing(uid), await processing(newUid())];
  expect(await send(body(uid))).toEqual(ok(2));
  expect(await stateOf(one.id)).toEqual(await stateOf(two.id));
  expect(await stateOf(other.id)).toEqual({ status: "processing", duration_ms: null });
  expect(await send(body(newUid()))).toEqual(ok(0));
});

it("the same notification again changes nothing, not even what staff corrected since, and neither does an earlier one", async () => {
  const uid = newUid();
  const { id } = await processing(uid);
  await send(body(uid));
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const ctx = { scope: scopeOf(admin), request: { id: "r", address: "192.0.2.1" }, now: new Date() };
  await changeVideo(ctx, id, { duration_seconds: 60 });
  const earlier = { modified: "2026-11-28T07:59:59Z", readyToStream: false, status: { state: "error" } };
  for (const again of [body(uid), body(uid), body(uid, earlier)]) expect(await send(again)).toEqual(ok(0));
  expect(await stateOf(id)).toEqual({ status: "ready", duration_ms: 60_000 });
  expect(await send(body(uid, { modified: "2026-11-28T08:00:01Z", duration: 62 }))).toEqual(ok(1));
  expect(await stateOf(id)).toEqual({ status: "ready", duration_ms: 62_000 });
});

it("notifications that come together change the video as one after another would", async () => {
  const uid = newUid();
  const { id } = await processing(uid);
  await watch(id);
  const sent = Array.from({ length: 6 }, (_, index) =>
    body(uid, { modified: `2026-11-28T08:00:0${index}Z`, duration: 60 + index }),
  );
  await Promise.all([...sent, ...sent].map((text) => send(text)));
  expect(await stateOf(id)).toEqual({ status: "ready", duration_ms: 65_000 });
  expect(await viewsOf(id)).toBe(1);
});

it.each<[string, (text: string) => Record<string, string>, string]>([
  ["without a signature", () => ({}), "is missing"],
  ["with a signature in another form", () => ({ "webhook-signature": "sha256=00" }), "must have the form"],
  [
    "signed with another secret",
    (text) => signed(text, new Date(), "another secret"),
    "is not the signature",
  ],
  ["with the signature of another body", (text) => signed(`${text} `), "is not the signature"],
  [
    "signed ten minutes ago",
    (text) => signed(text, new Date(Date.now() - 600_000)),
    "more than five minutes",
  ],
  [
    "signed ten minutes ahead",
    (text) => signed(text, new Date(Date.now() + 600_000)),
    "more than five minutes",
  ],
])("a notification %s is refused and changes nothing", async (_, headers, words) => {
  const uid = newUid();
  const { id } = await processing(uid);
  const text = body(uid);
  const answer = await send(text, headers(text));
  expect(answer).toMatchObject({ status: 403, body: { errors: [{ path: "Webhook-Signature" }] } });
  expect(answer.body.detail).toContain(words);
  expect(await stateOf(id)).toEqual({ status: "processing", duration_ms: null });
});

it.each([
  ["no JSON", "{", "body"],
  ["no video", '{"status":{"state":"ready"}}', "uid"],
  ["another kind of id", '{"uid":"a b","status":{"state":"ready"}}', "uid"],
  ["no state", `{"uid":"${newUid()}"}`, "status"],
  ["an endless length", body(newUid(), { duration: 1e300 }), "duration"],
  ["a time that is none", body(newUid(), { modified: "yesterday" }), "modified"],
])("a signed notification with %s is 400 and names the field", async (_, text, path) => {
  expect(await send(text)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});

it("whatever else is signed is accepted or is 400, never an error of ours", async () => {
  const uid = newUid();
  await processing(uid);
  const fields = { uid: fc.constantFrom(uid, "x", ""), modified: fc.anything(), duration: fc.double() };
  const odd = fc.record(
    { ...fields, readyToStream: fc.anything(), status: fc.anything() },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(odd, fc.jsonValue()), async (value) => {
      const text = JSON.stringify(value) ?? "null";
      const { status, body: answer } = await send(text);
      expect(status === 200 || (status === 400 && answer.errors.length > 0), text).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it("without a secret nothing is accepted", () => {
  const bytes = Buffer.from(body(newUid()));
  const headers = new Headers(signed(bytes.toString(), new Date(), ""));
  expect(() => checkSignature({ headers, bytes, now: new Date() }, "")).toThrow(/not connected/);
});
