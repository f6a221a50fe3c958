import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { storage, storedItems } from "@/lib/testing/outbox-world";
import { joinSession } from "./live-session";

/* The live script in a simulated page: a window, a document, an element, and a server whose answers each test sets. */

const home = "https://stats.school.test";
const session = "week 7";

type Reply = { status: number; body?: unknown; retryAfter?: number } | "no connection";
type Sent = { route: string; by: "fetch" | "beacon"; body: Record<string, unknown> };

let reply: (sent: Sent) => Reply;
let sent: Sent[];
let device: Storage;
let page: { element: EventTarget; window: EventTarget; document: EventTarget & { hidden: boolean } };
let told: string[];

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-18T18:00:00Z") });
  reply = () => ({ status: 200, body: { success: true, session_status: "live" } });
  sent = [];
  device = storage();
  const document = Object.assign(new EventTarget(), { hidden: false });
  page = { element: new EventTarget(), window: new EventTarget(), document };
  told = [];
  page.element.addEventListener("sessionanalyticsstatus", (event) =>
    told.push((event as CustomEvent<{ status: string }>).detail.status),
  );
  const record = (url: string, by: Sent["by"], body: string): Sent => {
    const prefix = `${home}/api/sessions/week%207/`;
    expect(url.slice(0, prefix.length)).toBe(prefix);
    const one = { route: url.slice(prefix.length), by, body: JSON.parse(body) };
    sent.push(one);
    return one;
  };
  vi.stubGlobal("window", page.window);
  vi.stubGlobal("document", document);
  vi.stubGlobal("localStorage", device);
  vi.stubGlobal("navigator", {
    sendBeacon: (url: string, body: string) => Boolean(record(url, "beacon", body)),
  });
  vi.stubGlobal("fetch", async (url: string, init: { body: string }) => {
    const answer = reply(record(url, "fetch", init.body));
    if (answer === "no connection") throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify(answer.body ?? { detail: "no" }), {
      status: answer.status,
      headers: answer.retryAfter ? { "retry-after": String(answer.retryAfter) } : {},
    });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const start = (options: object = {}) =>
  joinSession(page.element as Element, home, { sessionId: session, ...options });
const settled = () => vi.advanceTimersByTimeAsync(0);
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);
const beats = () => sent.filter(({ route }) => route === "presence").map(({ body }) => body.event);
const hide = (hidden: boolean) => {
  page.document.hidden = hidden;
  page.document.dispatchEvent(new Event("visibilitychange"));
};

describe("presence", () => {
  test("is a join, a heartbeat every 15 s and a leave, of one client with its own instants", async () => {
    const { stop } = start({ token: "signed", name: "Eva" });
    await seconds(31);
    stop();
    stop();
    await seconds(60);
    expect(beats()).toEqual(["join", "heartbeat", "heartbeat", "leave"]);
    expect(sent.map(({ body }) => body.at)).toEqual(
      ["00.000", "15.000", "30.000", "31.000"].map((at) => `2026-11-18T18:00:${at}Z`),
    );
    expect(new Set(sent.map(({ body }) => body.client_id)).size).toBe(1);
    expect(sent[0]!.body).toMatchObject({ token: "signed", name: "Eva" });
    expect(sent[0]!.body).not.toHaveProperty("visitor_id");
    expect(told).toEqual(["live"]);
    expect(Object.keys(device)).toEqual([]);
  });

  test("is sent when the page is hidden and when it is visible again", async () => {
    start();
    await seconds(5);
    hide(true);
    expect(sent.at(-1)).toMatchObject({ by: "beacon", body: { event: "heartbeat" } });
    await seconds(3);
    hide(false);
    await settled();
    // What was handed to the browser is sent again for confirmation: the same instant, which the server counts once.
    expect(sent.slice(-2).map(({ by, body }) => [by, body.at])).toEqual([
      ["fetch", "2026-11-18T18:00:05.000Z"],
      ["fetch", "2026-11-18T18:00:08.000Z"],
    ]);
  });

  test("ends with the page and begins again when the page comes back", async () => {
    start();
    await settled();
    page.window.dispatchEvent(new Event("pageshow"));
    await settled();
    expect(beats()).toEqual(["join"]);
    page.window.dispatchEvent(new Event("pagehide"));
    expect(sent.at(-1)).toMatchObject({ by: "beacon", body: { event: "leave" } });
    await seconds(60);
    expect(beats()).toEqual(["join", "leave"]);
    page.window.dispatchEvent(new Event("pageshow"));
    await settled();
    expect(beats()).toEqual(["join", "leave", "leave", "join"]);
    await seconds(15);
    expect(beats().at(-1)).toBe("heartbeat");
  });

  test.each([
    [{ status: 409, body: { detail: "sessionId: this session has ended" } }, ["ended"]],
    [{ status: 409, body: { detail: "sessionId: this session was cancelled" } }, ["cancelled"]],
    [{ status: 200, body: { success: true, session_status: "ended" } }, ["ended"]],
    [{ status: 403 }, []],
    [{ status: 404 }, []],
  ] as [Reply, string[]][])("stops at %j", async (answer, status) => {
    start();
    await settled();
    reply = () => answer;
    await seconds(120);
    expect(beats()).toEqual(["join", "heartbeat"]);
    expect(told).toEqual(["live", ...status]);
  });

  test("goes on after a 401, with whatever token the page has by then", async () => {
    const options = { token: "old" };
    reply = ({ body }) =>
      body.token === "new"
        ? { status: 200, body: { success: true, session_status: "live" } }
        : { status: 401 };
    joinSession(page.element as Element, home, Object.assign(options, { sessionId: session }));
    await settled();
    options.token = "new";
    await seconds(15);
    expect(told).toEqual(["live"]);
  });
});

describe("what could not be delivered", () => {
  test("is sent again after 5, 10 and 20 s, in order, under the same ids and instants", async () => {
    let down = true;
    reply = () => (down ? "no connection" : { status: 200, body: { success: true, session_status: "live" } });
    const { say, react } = start();
    say("Why squared?");
    react("👏");
    await seconds(36);
    const joins = sent.filter(({ body }) => body.event === "join");
    expect(joins).toHaveLength(4);
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(storedItems(device)).toHaveLength(5);
    down = false;
    sent.length = 0;
    page.window.dispatchEvent(new Event("online"));
    await settled();
    expect(sent.map(({ route }) => route)).toEqual([
      "presence",
      "messages",
      "reactions",
      "presence",
      "presence",
    ]);
    expect(sent[0]!.body).toEqual(joins[0]!.body);
    expect(Object.keys(device)).toEqual([]);
  });

  test("waits as long as a busy server says; what is refused is not sent again", async () => {
    const replies: Reply[] = [{ status: 503, retryAfter: 30 }, { status: 429 }, { status: 400 }];
    reply = () => replies.shift() ?? { status: 200, body: { success: true, session_status: "live" } };
    start();
    await seconds(29);
    expect(beats()).toEqual(["join"]);
    await seconds(1);
    expect(beats()).toEqual(["join", "join"]);
    // The second failure waits 10 s; the refusal that follows is final, and what gathered meanwhile is sent.
    await seconds(9);
    expect(sent).toHaveLength(2);
    await seconds(1);
    expect(beats()).toEqual(["join", "join", "join", "heartbeat", "heartbeat"]);
    expect(Object.keys(device)).toEqual([]);
  });

  test("is delivered by the next page, except heartbeats that are too old", async () => {
    reply = () => "no connection";
    const first = start();
    first.say("Hello");
    first.rate(4, "Clear");
    await settled();
    expect(Object.keys(device)).toHaveLength(1);
    page.window.dispatchEvent(new Event("pagehide"));
    await vi.advanceTimersByTimeAsync(0);
    vi.clearAllTimers();
    vi.setSystemTime(new Date("2026-11-18T18:20:00Z"));
    sent.length = 0;
    reply = () => ({ status: 200, body: { success: true, session_status: "live" } });
    start();
    await settled();
    expect(sent.map(({ route, body }) => [route, body.event ?? body.text ?? body.rating])).toEqual([
      ["messages", "Hello"],
      ["feedback", 4],
      ["presence", "join"],
    ]);
    expect(Object.keys(device)).toEqual([]);
  });

  test("is kept in memory only without consent; an id is kept only with consent", async () => {
    reply = () => "no connection";
    start({ consent: "denied" });
    await settled();
    expect(Object.keys(device)).toEqual([]);
    start({ consent: "granted" });
    await settled();
    expect(sent.at(-1)!.body.visitor_id).toBe(device["lectern:visitor"]);
  });

  test("a sign-in page of the network that answers 200 has delivered nothing", async () => {
    vi.stubGlobal("fetch", async () => new Response("<h1>Sign in to the network</h1>"));
    start();
    await settled();
    expect(Object.keys(device)).toHaveLength(1);
  });
});
