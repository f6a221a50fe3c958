import { expect, test } from "vitest";
import { verifyPlaybackToken } from "@/lib/auth/tokens";
import { tokenPath, tokenSnippet } from "@/lib/http/player-snippets";
import { apiTokenOf } from "@/lib/testing/access-world";
import { makeSchool, makeSession, makeUser, makeVideo, testDatabase } from "@/lib/testing/database";
import { POST } from "./route";

/* The server's code that the snippet page shows, run as it is against the route that it calls. */

testDatabase();
const origin = "https://stats.test";

type Handler = (
  request: { query: Record<string, string>; user: { id: number } },
  response: { status(status: number): { json(body: unknown): void } },
) => Promise<void>;

test.each(["video", "session"] as const)("the snippet for node gets a token for a %s", async (kind) => {
  const school = await makeSchool();
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const { caller } = await apiTokenOf(admin.id, ["playback-tokens"]);
  const { id } =
    kind === "video"
      ? await makeVideo({ school_id: school.id })
      : await makeSession({ school_id: school.id, instructor_id: admin.id });

  const handlers = new Map<string, Handler>();
  const code = tokenSnippet("node", { kind, reference: id }, origin);
  new Function("app", "fetch", "process", code)(
    { get: (path: string, handler: Handler) => handlers.set(path, handler) },
    (url: string, init: RequestInit) => POST(new Request(url, init), { params: Promise.resolve(undefined) }),
    { env: { LECTERN_TOKEN: caller.headers.authorization?.replace("Bearer ", "") } },
  );
  const answers: { status: number; body: unknown }[] = [];
  const ask = (given: string) =>
    handlers.get(tokenPath)!(
      { query: { [`${kind}_id`]: given }, user: { id: 1042 } },
      { status: (status) => ({ json: (body) => answers.push({ status, body }) }) },
    );
  await ask(id);
  await ask("no-such-thing");
  expect(answers.map(({ status }) => status)).toEqual([201, 404]);
  const { token } = answers[0]!.body as { token: string };
  expect(await verifyPlaybackToken(token)).toMatchObject({
    school_id: school.id,
    [`${kind}_id`]: id,
    subject: "1042",
  });
});
