import { beforeAll, describe, expect, test } from "vitest";
import { changeUser } from "@/lib/domain/people/users/mutations";
import { newId } from "@/lib/platform/ids";
import { signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeUser, makeVideo, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

const { sql } = testDatabase();
serveIngest();

let schoolId: string;
let video: { id: string; course_id: string };
let admin: Person;
beforeAll(async () => {
  schoolId = (await makeSchool({ anonymous_viewers: false })).id;
  video = await makeVideo({ school_id: schoolId });
  admin = await makeUser({ school_id: schoolId, role: "admin" });
});

describe.each(transports)("through $name", ({ send }) => {
  test.each([
    ["a deactivation", { disabled: true }],
    ["another role", { role: "instructor" as const }],
  ])("%s counts on the very next beacon of the viewer's sign-in", async (_, given) => {
    const user = await makeUser({ school_id: schoolId });
    const init = await signedIn(user);
    const view = () =>
      send(
        "video-view",
        JSON.stringify({ video_id: video.id, course_id: video.course_id, session_id: newId() }),
        init,
      );
    expect((await view()).status).toBe(200);
    const ctx = { scope: scopeOf(admin), request: { id: "1", address: "192.0.2.7" }, now: new Date() };
    await changeUser(ctx, user.id, given);
    expect((await view()).status).toBe(401);
    expect(await sql`select from playbacks where viewer_id = ${`u:${user.id}`}`).toHaveLength(1);
  });
});
