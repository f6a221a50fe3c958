import { expect, test } from "vitest";
import { addressesQuery } from "@/lib/domain/videos/filters";
import { addressCounts, addressList } from "@/lib/domain/videos/queries/addresses";
import { newId } from "@/lib/platform/ids";
import { signedIn } from "@/lib/testing/access-world";
import { makeCourse, makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";
import { POST as bulkAddresses } from "./route";

/* Several addresses at once, and the sites of the pages that play them. */

testDatabase();
serveIngest();
const [{ send }] = transports as [(typeof transports)[number]];
const site = "https://moodle.school.test";

test("many are changed in one request, each with its own result, and listed by the site of their pages", async () => {
  const school = await makeSchool({ external_id: "harbour", allowed_origins: [site] });
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const course = await makeCourse({ school_id: school.id, external_id: "stats" });
  const address = `${site}/files/${newId()}`;
  const list = (query: object) => addressList(scopeOf(admin), addressesQuery.parse(query));
  const made: string[] = [];
  for (const name of ["one", "two", "three"]) {
    const own = `${address}.${name}.mp4`;
    const page = name === "three" ? "https://moodle.school.test/mod/9" : "https://wiki.school.test/a/b";
    const view = { address: own, school: "harbour", course_id: "stats", session_id: newId(), page };
    await send("video-view", JSON.stringify(view), { headers: { origin: site } });
    made.push((await list({ q: own })).items[0]!.id);
  }
  const { sites, waiting } = await addressCounts(scopeOf(admin));
  expect(sites).toEqual(expect.arrayContaining(["https://moodle.school.test", "https://wiki.school.test"]));
  expect(waiting).toBe(3);
  expect((await list({ q: address, site: "https://wiki.school.test" })).total).toBe(2);

  const change = async (items: object[]) => {
    const answer = await bulkAddresses(
      new Request("https://stats.test/api/admin/analytics/addresses", {
        method: "POST",
        headers: { ...(await signedIn(admin)).headers, "content-type": "application/json" },
        body: JSON.stringify({ items }),
      }),
      { params: Promise.resolve(undefined) },
    );
    return (await answer.json()).results as { status: number; id?: string; errors?: { path: string }[] }[];
  };
  const target = await makeVideo({ school_id: school.id, course_id: course.id });
  const results = await change([
    { address_id: made[0], video_id: target.id },
    { address_id: made[1], title: "Made of it", course_id: "stats" },
    { address_id: made[2], ignored: true },
    { address_id: newId(), ignored: true },
    { address_id: made[2], title: "No course" },
    { address_id: made[2] },
  ]);
  expect(results.map(({ status }) => status)).toEqual([200, 201, 200, 404, 400, 400]);
  expect(results[4]?.errors?.[0]?.path).toBe("items[4].course_id");
  expect((await list({ q: address, status: "mapped" })).items.map(({ video_id }) => video_id).sort()).toEqual(
    [target.id, results[1]?.id].sort(),
  );
  // Ignoring is undone by letting it wait again.
  expect((await list({ q: address, status: "ignored" })).total).toBe(1);
  await change([{ address_id: made[2], ignored: false }]);
  expect((await list({ q: address })).items.map(({ id }) => id)).toEqual([made[2]]);
});
