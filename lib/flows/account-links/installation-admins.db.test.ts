import { expect, it } from "vitest";
import { newInstallationAdmin } from "@/lib/domain/people/links/schema";
import { acceptInvitation } from "@/lib/domain/people/mutations";
import { schoolList } from "@/lib/domain/schools/queries";
import { schoolsQuery } from "@/lib/domain/schools/schema";
import { endOf, makeSchool, makeUser, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { mailedSite } from "@/lib/testing/mail-server";
import { inviteToInstallation } from "./account-links";

const { sql } = testDatabase();
const request = { id: "request-1", address: "192.0.2.7" };
const invite = (by: Person, email: string) =>
  inviteToInstallation(
    { scope: scopeOf(by), request, now: new Date() },
    newInstallationAdmin.parse({ email }),
    mailedSite,
  );

it("the admin of the only school invites the installation's first admin, who invites the others", async () => {
  const school = await makeSchool();
  await makeSchool({ demo: true });
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const used = await makeUser({ school_id: school.id });
  expect(await endOf(invite(admin, used.email!))).toBe("conflict email");
  const invited = await invite(admin, "Operations@School.test");
  expect(invited).toMatchObject({ email: "operations@school.test", sent: false });
  const secret = invited.url!.slice(`${mailedSite}/link/`.length);
  await acceptInvitation(
    { scope: null, request, now: new Date() },
    { secret, name: "Operations", password: "a long enough password" },
  );
  const [first] = await sql<Person[]>`select * from users where id = ${invited.id}`;
  expect(first).toMatchObject({ school_id: null, role: "admin", name: "Operations" });
  const { total } = await schoolList(scopeOf(first!), schoolsQuery.parse({}));
  expect(total).toBe(2);

  expect(await endOf(invite(admin, "another@school.test"))).toBe("forbidden");
  expect(await invite(first!, "another@school.test")).toMatchObject({ email: "another@school.test" });
  expect(await sql`select email from users where school_id is null order by email`).toEqual([
    { email: "another@school.test" },
    { email: "operations@school.test" },
  ]);
});

it("no admin of one of several schools invites one", async () => {
  const admins = await Promise.all(
    [await makeSchool(), await makeSchool()].map(({ id }) => makeUser({ school_id: id, role: "admin" })),
  );
  await sql`delete from users where school_id is null`;
  for (const admin of admins) expect(await endOf(invite(admin, "x@school.test"))).toBe("forbidden");
});
