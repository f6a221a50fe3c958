import { beforeAll, expect, test, vi } from "vitest";
import { registerAction } from "@/lib/domain/sessions/actions";
import { type Caller, inBrowser, makeWorld, signedIn, type World } from "@/lib/testing/access-world";
import { testDatabase } from "@/lib/testing/database";
import { send } from "@/lib/testing/requests";
import { routeTable } from "./route-table";

/* A reader who chose German reads errors in German: of a form's action, and of the routes that our own pages call. Programs read English. */

const { sql } = testDatabase();

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
// Outside React's server graph it refuses to be called.
vi.mock("next-intl/server", () => ({ getRequestConfig: (config: unknown) => config }));

let world: World;
let browser: Caller;
let program: Caller;
const table = await routeTable();

beforeAll(async () => {
  world = await makeWorld();
  const { instructor } = world.users;
  await sql`update users set language = 'de' where id = ${instructor.id}`;
  browser = await inBrowser(instructor);
  program = await signedIn(instructor);
  request.headers = new Headers({ ...browser.headers, "accept-language": "fr" });
});

async function refused(caller: Caller, person: object) {
  const route = "/api/admin/training/sessions/{sessionId}/registrations";
  const line = table.find(({ method, path }) => method === "POST" && path === route)!;
  const params = { sessionId: world.targets.own.session_id };
  const response = await send(line, { params, body: { people: [person] } }, caller);
  return (await response.json()) as { title: string; detail: string; errors: { message: string }[] };
}
async function refusedByAction(person: object) {
  const result = await registerAction({ session_id: world.targets.own.session_id, people: [person] });
  if (result.ok) throw new Error("it was not refused");
  return result.problem;
}
const unknown = { user_id: "no such person" };

test("a form's error is in the reader's language", async () => {
  expect(await refusedByAction(unknown)).toMatchObject({
    title: "Nicht gefunden",
    detail: "people[0].user_id: keine Person, die Sie sehen können, hat diese ID",
    errors: [{ path: "people[0].user_id", message: "keine Person, die Sie sehen können, hat diese ID" }],
  });
  const { title, errors } = await refusedByAction({ name: 1, user_id: "\u0000" });
  expect(title).toBe("Die Anfrage ist ungültig");
  expect(errors?.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Ungültige Eingabe: erwartet/),
    "enthält Zeichen, die sich nicht speichern lassen",
  ]);
});

test("a route's error is too where a page calls it, and English for a program", async () => {
  expect(await refused(browser, unknown)).toEqual({
    ...(await refusedByAction(unknown)),
    request_id: expect.any(String),
  });
  expect(await refused(program, unknown)).toMatchObject({
    title: "Not found",
    detail: "people[0].user_id: no person you can see has this id",
    errors: [{ path: "people[0].user_id", message: "no person you can see has this id" }],
  });
  const { errors } = await refused(program, { name: 1, user_id: "\u0000" });
  expect(errors.map(({ message }) => message)).toEqual([
    "Invalid input: expected string, received number",
    "contains characters that cannot be stored",
  ]);
});
