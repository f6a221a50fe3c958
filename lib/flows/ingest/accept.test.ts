import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { metricsRegistry } from "@/lib/platform/metrics";
import { accept, type Item, kindIn, type Outcome, type Source, type Subject } from "./accept";
import { metrics } from "./counters";
import { refused } from "./refusals";

// The limits read the settings.
process.env.DATABASE_URL = "postgres://127.0.0.1/none";
process.env.LECTERN_SECRET = "9f1c0a7be3d25846f0b1d4c86a97e352";

/* The steps themselves, with a source that exists only here: one that keeps notes about rooms in memory. */

const note = z.object({ room: z.string(), text: z.string().max(20) });
type Note = Item<"note", z.output<typeof note> & { token?: string }>;
type Room = Subject & { name: string };

const refusals = {
  no_room: { code: "not_found", path: "room", message: "this room does not exist" },
  locked: { code: "forbidden", path: "room", message: "this room is locked" },
  too_long: { code: "invalid", path: "text", message: "this text is too long" },
} as const;
let rooms: string[];
let stored: string[];
/** What the next `store` answers instead of storing. */
let next: Outcome | Error | null;
const steps: string[] = [];

const notes = {
  match: (path) => (path.startsWith("/notes/") ? { route: path.slice(7), reference: "" } : null),
  bodyBytesMax: 1000,
  routes: {
    one: { kind: "note", body: note, per_minute: 3 },
    many: {
      kind: "batch",
      body: z.array(note),
      batch: { item: note, items_max: 3, kindOf: kindIn("type", ["note"]) },
      per_minute: 1000,
    },
  },
  async subject({ beacon: { room } }) {
    steps.push("subject");
    if (room === "unborn" && !rooms.includes(room)) return null;
    if (!rooms.includes(room)) throw refused(refusals, "no_room");
    return { name: room, school_id: "school", address_limit_per_minute: room === "small" ? 8 : 10_000 };
  },
  authorize(_, room) {
    steps.push("authorize");
    if (room.name === "locked") throw refused(refusals, "locked");
  },
  async sender() {
    steps.push("sender");
    return "somebody";
  },
  limited: { key: ({ beacon }) => beacon.room, who: "this room" },
  newcomer: { what: "new notes", place: ({ name }) => name, key: ({ beacon }) => beacon.text },
  toRow: ({ beacon }, room) => `${room?.name ?? "?"}: ${beacon.text}`,
  store: (rows) =>
    Promise.allSettled(
      rows.map(async (row) => {
        steps.push("store");
        const given = next;
        next = null;
        if (given instanceof Error) throw given;
        if (given) return given;
        stored.push(row);
        return { kind: "stored" };
      }),
    ),
  refusals,
  announced() {
    steps.push("announced");
    return null;
  },
  checked: () => [],
  answer: async ({ beacon }) => ({ noted: beacon.text }),
  close: async () => {},
} satisfies Source<Note, Room, string, string>;

let addresses = 0;
const send = async (route: "one" | "many", body: unknown, address = `address ${addresses++}`) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const {
    status,
    headers,
    body: answer,
  } = await accept(
    notes,
    { route, reference: "" },
    {
      id: "request-1",
      headers: new Headers(),
      address,
      received_at: new Date(),
      readBody: async (bytesMax) => {
        if (text.length > bytesMax) throw new AppError("too_large", { english: "too large" });
        return new TextEncoder().encode(text);
      },
    },
  );
  return { status, headers, body: JSON.parse(answer) };
};
const counts = async (counter: keyof typeof metrics) =>
  Object.fromEntries(
    (await metrics[counter].get()).values.map(({ labels, value }) => [
      Object.values(labels).join(" "),
      value,
    ]),
  );

beforeEach(() => {
  rooms = ["red", "blue", "locked", "small", ...Array.from({ length: 9 }, (_, i) => `room ${i}`)];
  stored = [];
  next = null;
  steps.length = 0;
  metricsRegistry.resetMetrics();
});

describe("accept", () => {
  test("takes an item through every step of its source and answers after it is stored", async () => {
    const answer = await send("one", { room: "red", text: "hello" });
    expect(answer).toMatchObject({ status: 200, body: { noted: "hello" } });
    expect(answer.headers["x-request-id"]).toBe("request-1");
    expect(steps).toEqual(["subject", "authorize", "sender", "store", "announced"]);
    expect(stored).toEqual(["red: hello"]);
    expect(await counts("beaconsReceived")).toEqual({ note: 1 });
    expect(await counts("beaconsStored")).toEqual({ note: 1 });
  });

  test.each([
    ["not JSON", "{", 400, "note not_json"],
    ["a large body", "x".repeat(1001), 413, "note too_large"],
    ["a bad field", { room: "red" }, 400, "note invalid"],
    ["an unknown subject", { room: "green", text: "" }, 404, "note no_room"],
    ["a subject that is not the caller's", { room: "locked", text: "" }, 403, "note locked"],
  ])("%s is refused with its reason, counted, and not stored", async (_, body, status, counted) => {
    const answer = await send("one", body);
    expect(answer).toMatchObject({ status, body: { request_id: "request-1" } });
    expect(await counts("beaconsRefused")).toEqual({ [counted]: 1 });
    expect(await counts("beaconsReceived")).toEqual({ note: 1 });
    expect(stored).toEqual([]);
  });

  test("a refusal by the transaction is answered from the source's table", async () => {
    next = { kind: "refused", reason: "too_long" };
    expect(await send("one", { room: "red", text: "long" })).toMatchObject({
      status: 400,
      body: { errors: [{ path: "text", message: "this text is too long" }] },
    });
    expect(await counts("beaconsRefused")).toEqual({ "note too_long": 1 });
  });

  test("an error that is not a refusal is a 500 without internal details", async () => {
    next = new Error("secret");
    const answer = await send("one", { room: "red", text: "hello" });
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain("secret");
    expect(await counts("beaconsRefused")).toEqual({ "note internal": 1 });
  });

  test("an item whose subject becomes known meanwhile is accepted from the start, and counted once", async () => {
    next = { kind: "subject_found" };
    const accepted = send("one", { room: "unborn", text: "hello" });
    rooms.push("unborn");
    expect((await accepted).status).toBe(200);
    expect(stored).toEqual(["unborn: hello"]);
    expect(steps.filter((step) => step === "subject")).toHaveLength(2);
    expect(await counts("beaconsReceived")).toEqual({ note: 1 });
  });

  test("a batch answers for each item; a bad one does not stop the others", async () => {
    const answer = await send("many", [{ room: "red", text: "a" }, { room: "green", text: "b" }, null]);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        success: false,
        results: [
          { index: 0, status: 200 },
          { index: 1, status: 404, code: "no_room", detail: "room: this room does not exist" },
          { index: 2, status: 400, code: "invalid" },
        ],
      },
    });
    expect(stored).toEqual(["red: a"]);
  });

  test("a batch is refused as a whole when it is no list or has too many items", async () => {
    expect((await send("many", {})).body).toMatchObject({ status: 400, detail: "The body must be an array" });
    expect((await send("many", [0, 0, 0, 0])).status).toBe(400);
    expect(await counts("beaconsRefused")).toEqual({ "batch not_a_list": 1, "batch too_many_items": 1 });
  });

  test("a sender's limit counts requests, and states when to try again", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await send("one", { room: "room 1", text: "" })).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const answer = await send("one", { room: "room 1", text: "" });
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect(await counts("beaconsRefused")).toEqual({ "note too_many_requests": 2 });
  });

  test("a batch counts against its address's limit as many times as it has items; the rest is to come again", async () => {
    const note = { room: "small", text: "the same" };
    for (let batch = 0; batch < 2; batch++)
      expect((await send("many", [note, note, note], "a small school")).body.success).toBe(true);
    const answer = await send("many", [note, note, note], "a small school");
    expect(answer.status).toBe(200);
    expect(answer.body.results.map(({ status }: { status: number }) => status)).toEqual([200, 200, 429]);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect(await counts("beaconsRefused")).toEqual({ "unknown too_many_requests": 1 });
  });

  test("an address can begin a quarter of its limit at one subject in a minute; what it has begun continues", async () => {
    const write = (text: string, address: string) => send("one", { room: "small", text }, address);
    const begin = async (texts: string[], address = "a busy school") => {
      const statuses: number[] = [];
      for (const text of texts) statuses.push((await write(text, address)).status);
      return statuses;
    };
    rooms.push("elsewhere");
    expect(await begin(["a", "b"])).toEqual([200, 200]);
    const refused = await send("many", [{ room: "small", text: "c" }], "a busy school");
    expect(refused).toMatchObject({
      status: 429,
      body: { results: [{ detail: expect.stringContaining("new notes") }] },
    });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    // Not the route's own limit, which counts all of a room: a batch.
    expect((await send("many", [{ room: "small", text: "a" }], "a busy school")).status).toBe(200);
    // What was refused is not taken for begun.
    expect((await send("many", [{ room: "small", text: "c" }], "a busy school")).status).toBe(429);
    expect((await send("many", [{ room: "small", text: "d" }], "another school")).status).toBe(200);
    expect((await send("one", { room: "elsewhere", text: "e" }, "a busy school")).status).toBe(200);
  });

  test("requests that lead to no school count against the installation's limit for their address", async () => {
    const unknown = { room: "green", text: "" };
    const before = await Promise.all(Array.from({ length: 6000 }, () => send("one", unknown, "one address")));
    expect(new Set(before.map(({ status }) => status))).toEqual(new Set([404]));
    expect((await send("one", unknown, "one address")).status).toBe(429);
    expect((await send("one", { room: "blue", text: "" }, "one address")).status).toBe(200);
  });
});
