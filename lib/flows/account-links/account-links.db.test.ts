import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { identify } from "@/lib/auth/identity";
import { hashPassword } from "@/lib/auth/passwords";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { linkWith } from "@/lib/domain/people/links/queries";
import { inviteInput, newOpenInvitation } from "@/lib/domain/people/links/schema";
import { acceptInvitation, confirmEmail, setPassword } from "@/lib/domain/people/mutations";
import { changeUser } from "@/lib/domain/people/users/mutations";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { inBrowser, signInPlace } from "@/lib/testing/access-world";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { mailedSite, mailServer } from "@/lib/testing/mail-server";
import {
  changeEmail,
  forgotPassword,
  inviteAgain,
  invitePeople,
  joinByMail,
  linkFor,
  openInvitation,
} from "./account-links";
import { changedNotice, linkMail } from "./mails";

const { sql } = testDatabase();
const post = await mailServer();
const password = "a long enough password";
let password_hash: string;
let schoolId: string;
let admin: Person;
let elsewhere: Person;
beforeAll(async () => {
  password_hash = await hashPassword(password);
  schoolId = (await makeSchool({ name: "Harbour College", language: "de" })).id;
  admin = await makeUser({ school_id: schoolId, role: "admin", password_hash });
  elsewhere = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
});
beforeEach(async () => {
  post.mails.length = 0;
  post.refuse(false);
  await sql`delete from rate_limits`;
});

const request = { id: "request-1", address: "192.0.2.7" };
const by = (user: Person = admin) => ({ scope: scopeOf(user), request, now: new Date() });
const anybody = () => ({ scope: null, request, now: new Date() });
const invite = (given: object, user?: Person) => invitePeople(by(user), inviteInput.parse(given), mailedSite);
const secretOf = (url: string | null) => url?.slice(`${mailedSite}/link/`.length) ?? "";
const signIn = (email: string, given = password) =>
  endOf(signInWithPassword({ email, password: given }, signInPlace()));
const accept = (secret: string) =>
  endOf(acceptInvitation(anybody(), { secret, name: "Inês Lobo", password }));

describe("inviting again", () => {
  it("ends the earlier link of each who has not accepted, and says of the others why not", async () => {
    const first = await invite({ emails: ["again@x.test"] });
    const { id } = first.invited[0]!;
    const [before] = await sql`select hash from account_links where user_id = ${id}`;
    const others = [
      await makeUser({ school_id: schoolId, name: "Ada", password_hash }),
      await makeUser({ school_id: schoolId, name: "Bo", email: null }),
      await makeUser({ school_id: schoolId, name: "Cy", disabled_at: new Date() }),
    ];
    post.mails.length = 0;
    const ids = [...others.map((one) => one.id), id, elsewhere.id];
    const answer = await inviteAgain(by(), ids, mailedSite, languageIn("en"));
    expect(answer.invited).toMatchObject([{ id, email: "again@x.test", sent: true, url: null }]);
    expect(post.mails).toHaveLength(1);
    const reasons = new Map(answer.refused.map(({ name, message }) => [name, message.split(".")[0]]));
    expect(reasons).toEqual(
      new Map([
        ["Ada", "This person has accepted already"],
        ["Bo", "email: is missing"],
        ["Cy", "This person is deactivated: reactivate them first"],
        [elsewhere.id, "This person does not exist"],
      ]),
    );
    const links =
      await sql`select hash, revoked_at from account_links where user_id = ${id} order by created_at`;
    expect(links.map(({ hash, revoked_at }) => [hash === before?.hash, revoked_at !== null])).toEqual([
      [true, true],
      [false, false],
    ]);
  });
});

describe("an invitation", () => {
  it("goes to each address that is one and has no account; the others are named", async () => {
    const course = await makeCourse({ school_id: schoolId, external_id: "cells" });
    const { invited, skipped } = await invite({
      emails: [" Ines.Lobo@Harbour.test", "ines.lobo@harbour.test", "tiago.bento", admin.email, ""],
      course_id: "cells",
    });
    expect(invited).toMatchObject([{ email: "ines.lobo@harbour.test", sent: true, url: null }]);
    expect(skipped).toEqual([
      { email: "ines.lobo@harbour.test", reason: "duplicate" },
      { email: "tiago.bento", reason: "invalid" },
      { email: admin.email, reason: "exists" },
    ]);
    expect(post.mails).toMatchObject([{ to: "ines.lobo@harbour.test" }]);
    expect(post.mails[0]?.text).toContain("Harbour College hat auf Lectern ein Konto");
    expect(
      await sql`select from enrollments where course_id = ${course.id} and user_id = ${invited[0]!.id}`,
    ).toHaveLength(1);

    const secret = post.secretTo("ines.lobo@harbour.test");
    expect(await signIn("ines.lobo@harbour.test")).toBe("unauthenticated");
    const ends = await Promise.all([accept(secret), accept(secret)]);
    expect(ends.sort()).toEqual(["conflict", "done"]);
    expect(await signIn("ines.lobo@harbour.test")).toBe("done");
    expect(await accept(secret)).toBe("conflict");
    expect(await accept(`${secret.slice(0, -1)}_`)).toBe("not_found");
    const [user] = await sql`select name from users where email = 'ines.lobo@harbour.test'`;
    expect(user?.name).toBe("Inês Lobo");
    const [link] = await sql`select hash from account_links where user_id = ${invited[0]!.id}`;
    expect(link?.hash).not.toContain(secret);
  });

  it("is a link to copy where the mail is refused, and nothing is lost", async () => {
    post.refuse(true);
    const { invited } = await invite({ emails: ["copied@harbour.test"] });
    expect(invited).toMatchObject([{ sent: false }]);
    expect(await accept(secretOf(invited[0]!.url))).toBe("done");
  });

  it("ends when it expires, and with a newer one or a deactivation", async () => {
    const { invited } = await invite({ emails: ["late@harbour.test"] });
    const id = invited[0]!.id;
    const first = post.secretTo("late@harbour.test");
    const again = await linkFor(by(), id, { purpose: "invitation", send: false }, mailedSite);
    expect(await accept(first)).toBe("conflict");
    expect((await linkWith(first))?.state).toBe("revoked");
    await changeUser(by(), id, { disabled: true });
    expect(await accept(secretOf(again.url))).toBe("conflict");
    await changeUser(by(), id, { disabled: false });
    await sql`update account_links set expires_at = now() - interval '1 second' where user_id = ${id}`;
    expect((await linkWith(secretOf(again.url)))?.state).toBe("expired");
    expect(await accept(secretOf(again.url))).toBe("conflict");
  });

  it("is made by an admin for the people of their school only, and once taken no more", async () => {
    const user = await makeUser({ school_id: schoolId, password_hash });
    const link = (purpose: "invitation" | "password", who: Person) =>
      endOf(linkFor(by(who), user.id, { purpose, send: false }, mailedSite));
    expect(await link("invitation", admin)).toBe("conflict");
    expect(await link("password", elsewhere)).toBe("not_found");
    expect(await endOf(invite({ emails: ["x@harbour.test"], course_id: "cells" }, elsewhere))).toBe(
      "not_found",
    );
  });
});

describe("an open invitation", () => {
  it("invites students of its domain by mail, as many as it allows", async () => {
    const { url } = await openInvitation(
      by(),
      newOpenInvitation.parse({ domain: "Harbour.test", uses_max: 1 }),
      mailedSite,
    );
    const join = (email: string) =>
      endOf(joinByMail(anybody(), { secret: secretOf(url), email }, mailedSite));
    expect(await join("ana@elsewhere.test")).toBe("invalid email");
    expect(await join("ana@not-harbour.test")).toBe("invalid email");
    // Who has an account gets the same answer, and no mail; the link is not used up.
    const taken = await makeUser({ school_id: schoolId, email: "taken@harbour.test", password_hash });
    expect(await join(taken.email)).toBe("done");
    expect(await join("ana@harbour.test")).toBe("done");
    await vi.waitFor(() => expect(post.mails.map(({ to }) => to)).toEqual(["ana@harbour.test"]));
    expect(await join("rui@harbour.test")).toBe("conflict");
    expect(await accept(post.secretTo("ana@harbour.test"))).toBe("done");
    const [ana] = await sql`select role, school_id from users where email = 'ana@harbour.test'`;
    expect(ana).toMatchObject({ role: "student", school_id: schoolId });
  });
});

describe("a forgotten password", () => {
  const forgot = (email: string) => endOf(forgotPassword(anybody(), email, mailedSite));

  it("is set by the link in the mail, which ends all sessions; the answer is the same for everybody", async () => {
    const user = await makeUser({
      school_id: schoolId,
      email: "forgets@harbour.test",
      password_hash,
      language: "fr",
    });
    const { headers } = await inBrowser(user);
    expect(await forgot("nobody@harbour.test")).toBe("done");
    expect(await forgot(user.email)).toBe("done");
    await vi.waitFor(() => expect(post.mails).toHaveLength(1));
    expect(post.mails[0]).toMatchObject({
      to: user.email,
      subject: expect.stringContaining("Harbour College"),
    });
    expect(post.mails[0]?.text).toContain("Choisissez ici un nouveau mot de passe");
    const secret = post.secretTo(user.email);
    expect(await identify(new Headers(headers))).not.toBeNull();
    const set = (given: string) => endOf(setPassword(anybody(), { secret, password: given }));
    expect(await accept(secret)).toBe("not_found");
    expect(await set("another long password")).toBe("done");
    expect(await identify(new Headers(headers))).toBeNull();
    expect(await signIn(user.email)).toBe("unauthenticated");
    expect(await signIn(user.email, "another long password")).toBe("done");
    expect(await set("a third long password")).toBe("conflict");
    const actions =
      await sql`select action from audit_log where target_id = ${user.id} and action = 'user.reset_password'`;
    expect(actions).toHaveLength(1);
  });

  it("is asked for three times an hour at most, known or not", async () => {
    for (const email of ["unknown@harbour.test", admin.email]) {
      const ends = [];
      for (let times = 0; times < 4; times++) ends.push(await forgot(email));
      expect(ends).toEqual(["done", "done", "done", "too_many_requests"]);
    }
    await vi.waitFor(() => expect(post.mails.map(({ to }) => to)).toEqual(Array(3).fill(admin.email)));
  });
});

describe("another address", () => {
  it("is confirmed by the link sent there, with a notice to the old one, and ends all sessions", async () => {
    const user = await makeUser({ school_id: schoolId, email: "old@harbour.test", password_hash });
    const { headers } = await inBrowser(user);
    const change = (given: string) =>
      endOf(changeEmail(by(user), { email: "new@harbour.test", password: given }, mailedSite));
    expect(await change("guess")).toBe("forbidden password");
    expect(await change(password)).toBe("done");
    expect(post.mails.map(({ to }) => to)).toEqual(["new@harbour.test", "old@harbour.test"]);
    expect(post.mails[1]?.text).toContain("new@harbour.test");
    expect(post.mails[1]?.text).not.toContain("/link/");
    const secret = post.secretTo("new@harbour.test");
    await confirmEmail(anybody(), { secret });
    expect(await identify(new Headers(headers))).toBeNull();
    expect(await signIn("old@harbour.test")).toBe("unauthenticated");
    expect(await signIn("new@harbour.test")).toBe("done");
    expect(await endOf(confirmEmail(anybody(), { secret }))).toBe("conflict");
  });

  it("that has an account by then stays its owner's", async () => {
    const user = await makeUser({ school_id: schoolId, email: "first@harbour.test", password_hash });
    await changeEmail(by(user), { email: "wanted@harbour.test", password }, mailedSite);
    await makeUser({ school_id: schoolId, email: "wanted@harbour.test" });
    expect(await endOf(confirmEmail(anybody(), { secret: post.secretTo("wanted@harbour.test") }))).toBe(
      "conflict email",
    );
    expect(await signIn("first@harbour.test")).toBe("done");
  });
});

it("writes every mail in every language, with its link", () => {
  const url = `${mailedSite}/link/x`;
  for (const language of languageCodes)
    for (const purpose of ["invitation", "password", "email"] as const) {
      const recipient = { name: "Ana", school_name: "Harbour", time_zone: "Europe/Lisbon", language };
      const mail = linkMail(purpose, "ana@harbour.test", recipient, { url, expires_at: new Date() });
      expect(mail.text).toContain(`\n${url}\n`);
      const notice = changedNotice("ana@harbour.test", recipient, "new@harbour.test");
      expect(`${mail.subject}${mail.text}${notice.subject}${notice.text}`).not.toMatch(/[{}]|people\./);
    }
});
