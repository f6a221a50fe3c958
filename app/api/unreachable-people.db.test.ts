import { beforeAll, describe, expect, it, vi } from "vitest";
import { changeAttendeeAction, registerAction } from "@/lib/domain/sessions/actions";
import { sessionPeopleQuery } from "@/lib/domain/sessions/filters";
import { exampleReport } from "@/lib/domain/sessions/imports/fixtures";
import { sessionPeople } from "@/lib/domain/sessions/queries/registrations";
import { newId } from "@/lib/platform/ids";
import { cases } from "@/lib/testing/access-cases";
import { type Caller, inBrowser, makeWorld, signedIn, type World } from "@/lib/testing/access-world";
import { makeUser, type Person, testDatabase } from "@/lib/testing/database";
import { type Sent, send, textOf } from "@/lib/testing/requests";
import { routeTable } from "./route-table";

/*
 * A person of the school who is in none of the instructor's courses. Whatever the instructor sends about their id or address
 * has the same outcome as for one that does not exist, and no later answer contains the name.
 */

testDatabase();

const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => {
      const value = request.headers.get("cookie")?.split(`${name}=`)[1];
      return value && { name, value };
    },
  }),
}));
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));

let world: World;
let outsider: Person;
let instructor: Caller;
const nobody = { id: newId(), external_id: "2052", email: "nobody.here@harbour.example" };
const table = await routeTable();

beforeAll(async () => {
  world = await makeWorld();
  outsider = await makeUser({
    school_id: world.school.id,
    name: "Zbigniew Unseen",
    email: "z.hidden@harbour.example",
    external_id: "2051",
  });
  instructor = await signedIn(world.users.instructor);
  request.headers = new Headers((await inBrowser(world.users.instructor)).headers);
});

async function ask(route: string, sent: Sent, caller = instructor) {
  const line = table.find(({ method, path }) => `${method} ${path}` === route);
  if (!line) throw new Error(`there is no route ${route}`);
  const response = await send(line, sent, caller);
  const text = await textOf(response);
  const json = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, text, body: json ? JSON.parse(text) : null };
}
const own = () => ({ sessionId: world.targets.own.session_id });

/** An answer without what differs from one request to the next. */
const comparable = ({ status, text }: { status: number; text: string }) =>
  `${status} ${text.replaceAll(/"(request_id|id)":"[^"]*"/g, "")}`;

/** What is sent about a person: by an id of either kind (`user_id`), or by their address. */
const byId = {
  "the registrations": (user_id: string) =>
    ask("POST /api/admin/training/sessions/{sessionId}/registrations", {
      params: own(),
      body: { people: [{ user_id }] },
    }),
  "a match": (user_id: string) =>
    ask("PATCH /api/admin/training/sessions/{sessionId}/attendees/{attendeeId}", {
      params: { ...own(), attendeeId: world.targets.own.attendee_id },
      body: { user_id },
    }),
  "the form of the registrations": async (user_id: string) => {
    const result = await registerAction({ session_id: own().sessionId, people: [{ user_id }] });
    return { status: result.ok ? 200 : result.problem.status, text: JSON.stringify(result) };
  },
  "the form of a match": async (user_id: string) => {
    const { attendee_id, session_id } = world.targets.own;
    const result = await changeAttendeeAction({ session_id, attendee_id, change: { user_id } });
    return { status: result.ok ? 200 : result.problem.status, text: JSON.stringify(result) };
  },
  "a playback token of a video": async (subject: string) => {
    const { video_id } = world.targets.own;
    const { body } = await ask("POST /api/playback-tokens", { body: { video_id, subject } });
    const view = { session_id: newId(), video_id, token: body.token };
    return ask("POST /api/analytics/video-view", { body: view }, { headers: {} });
  },
  "a playback token of a session": async (subject: string) => {
    const { session_id } = world.targets.own;
    const { body } = await ask("POST /api/playback-tokens", { body: { session_id, subject } });
    const presence = { event: "join", client_id: newId(), token: body.token };
    return ask("POST /api/sessions/{sessionId}/presence", { params: own(), body: presence }, { headers: {} });
  },
};
const byAddress = {
  "the registrations": (email: string) =>
    ask("POST /api/admin/training/sessions/{sessionId}/registrations", {
      params: own(),
      body: { people: [{ email }] },
    }),
  "the form of the registrations": async (email: string) => {
    const result = await registerAction({ session_id: own().sessionId, people: [{ email }] });
    return { status: result.ok ? 200 : result.problem.status, text: JSON.stringify(result) };
  },
  "a report": async (email: string) => {
    const report = exampleReport.replace("afonso.teixeira@harbour.example", email);
    const answer = await ask("POST /api/admin/training/imports", {
      query: { commit: "false", course_id: world.targets.own.course_id, zone: "Europe/Lisbon" },
      body: { file: new TextEncoder().encode(report) },
    });
    return { ...answer, text: answer.text.replaceAll(email, "") };
  },
};

/** All that the instructor can read, and what the page of a session's people shows. */
async function everythingRead(): Promise<string> {
  const texts: string[] = [];
  for (const [route, { sent = () => ({}) }] of Object.entries(cases)) {
    if (!route.startsWith("GET ") || route === "GET /api/openapi.json") continue;
    texts.push((await ask(route, sent(world.targets.own))).text);
  }
  for (const q of ["zbigniew", "unseen", "hidden"]) {
    texts.push((await ask("GET /api/find", { query: { q } })).text);
    const people = "GET /api/admin/training/sessions/{sessionId}/people";
    texts.push((await ask(people, { params: own(), query: { q } })).text);
  }
  texts.push(JSON.stringify(await sessionPeople(own().sessionId, sessionPeopleQuery.parse({ limit: 100 }))));
  return texts.join("\n");
}

describe("a person outside the instructor's courses", () => {
  it.each(Object.entries(byId))(
    "by id, through %s, gets the same answer as a missing person",
    async (_, attempt) => {
      const wanted = comparable(await attempt(nobody.id));
      expect(comparable(await attempt(outsider.id))).toBe(wanted);
      expect(comparable(await attempt(nobody.external_id))).toBe(wanted);
      expect(comparable(await attempt(outsider.external_id!))).toBe(wanted);
      const read = await everythingRead();
      expect(read).not.toContain("Zbigniew");
      expect(read).not.toContain("z.hidden@");
    },
  );

  it.each(Object.entries(byAddress))(
    "by address, through %s, gets the same answer as a missing person",
    async (_, attempt) => {
      expect(comparable(await attempt(outsider.email))).toBe(comparable(await attempt(nobody.email)));
      expect(await everythingRead()).not.toContain("Zbigniew");
    },
  );

  it("is a row like any other invited address on the page of the session's people", async () => {
    const { items } = await sessionPeople(own().sessionId, sessionPeopleQuery.parse({ limit: 100 }));
    const [theirs, nobodys] = [outsider.email, nobody.email].map((email) => {
      const { id: _, registered_at: __, ...row } = items.find((item) => item.email === email)!;
      return JSON.stringify(row).replaceAll(email, "");
    });
    expect(theirs).toBe(nobodys);
  });

  it("is visible to an administrator, and has a name once they attend", async () => {
    const admin = await signedIn(world.users.schoolAdmin);
    const registered = await ask(
      "POST /api/admin/training/sessions/{sessionId}/registrations",
      { params: { sessionId: world.targets.own.secondSessionId }, body: { people: [{ user_id: "2051" }] } },
      admin,
    );
    expect(registered.body).toMatchObject({ registered: 1 });
    await ask(
      "POST /api/sessions/{sessionId}/presence",
      { params: own(), body: { event: "join", client_id: newId() } },
      await signedIn(outsider),
    );
    const { items } = await sessionPeople(own().sessionId, sessionPeopleQuery.parse({ limit: 100 }));
    expect(items.filter((item) => item.email === outsider.email)).toMatchObject([
      { name: "Zbigniew Unseen", user_id: outsider.id },
    ]);
  });
});
