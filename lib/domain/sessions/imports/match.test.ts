import { describe, expect, it } from "vitest";
import type { ReportPerson } from "@/lib/measure/attendance-report";
import { type Candidate, matchPeople, nameKey } from "./match";
import { importedAttendees, importedFacts, meetingTimes } from "./plan";
import type { Decision } from "./schema";

const candidate = (userId: string, name: string, given: Partial<Candidate> = {}): Candidate => ({
  user_id: userId,
  name,
  email: `${userId}@school.test`,
  external_id: null,
  former_emails: [],
  former_ids: [],
  enrolled: false,
  ...given,
});
const person = (name: string, given: Partial<ReportPerson> = {}): ReportPerson => ({
  line: 1,
  name,
  email: null,
  external_id: null,
  role: "attendee",
  registered_at: null,
  cancelled: false,
  spans: [[0, 60_000]],
  present_seconds: null,
  messages: 0,
  reactions: [],
  ...given,
});
const kinds = async (people: ReportPerson[], school: Candidate[]) =>
  (await matchPeople(people, school)).map((match) =>
    match.kind === "matched"
      ? match.person.user_id
      : match.kind === "doubtful"
        ? match.candidates.map(({ user_id: userId }) => userId)
        : "unknown",
  );

describe("names for comparison", () => {
  it.each([
    ["Ana Sílva", "ana silva"],
    ["Silva, Ana", "ana silva"],
    ["  ANA   SILVA ", "ana silva"],
    ["O’Neil-Brown, Zoë", "brown neil o zoe"],
    ["Ｊｏｓé", "jose"],
    ["田中 太郎", "太郎 田中"],
    ["…", ""],
  ])("%s", (name, key) => {
    expect(nameKey(name)).toBe(key);
  });
});

describe("matching a person of a report", () => {
  const school = [
    candidate("ana", "Ana Silva"),
    candidate("ana2", "Silva Aná", { enrolled: true }),
    candidate("ben", "Ben Okafor", { external_id: "s-17" }),
  ];

  it("matches by the address, regardless of the name", async () => {
    expect(
      await kinds(
        [
          person("Somebody's iPad", { email: "ana@school.test" }),
          person("Ben O", { external_id: "Ben@School.test" }),
          person("Ben", { email: "ben@home.test", external_id: "ben@school.test" }),
        ],
        school,
      ),
    ).toEqual(["ana", "ben", "ben"]);
  });

  it("leaves a name alone to a person, with the learners of the course first", async () => {
    expect(
      await kinds(
        [person("SILVA, Ana"), person("ana silva", { email: "a@home.test" }), person("Ana")],
        school,
      ),
    ).toEqual([["ana2", "ana"], ["ana2", "ana"], "unknown"]);
    expect(await kinds([person("???")], [candidate("odd", "???")])).toEqual(["unknown"]);
  });

  it("is certain by the school's own id and the same name, else doubtful", async () => {
    expect(
      await kinds(
        [person("Okafor, Ben", { external_id: "s-17" }), person("Benny", { external_id: "s-17" })],
        school,
      ),
    ).toEqual(["ben", ["ben"]]);
  });

  it("matches nobody by an address that two users have", async () => {
    const twins = [
      candidate("x", "X", { email: "both@school.test" }),
      candidate("y", "Y", { email: "both@school.test" }),
    ];
    expect(await kinds([person("Z", { email: "both@school.test" })], twins)).toEqual(["unknown"]);
  });
});

describe("the attendees of a report", () => {
  const ana = candidate("ana", "Ana Silva");
  const plan = async (
    people: ReportPerson[],
    decisions: Record<string, Decision> = {},
    instructor: string | null = null,
  ) =>
    importedAttendees(
      people,
      await matchPeople(people, [ana]),
      decisions,
      new Map([["ana", ana]]),
      instructor,
    );

  it("are recognised by user and address, or by name where there is neither", async () => {
    const people = [
      person("Ana", { email: "ana@school.test", external_id: "ana@tenant.test" }),
      person("Bo  Ek"),
      person("Cy", { email: "cy@home.test" }),
    ];
    expect((await plan(people)).map(({ identities, name, email }) => [name, email, ...identities])).toEqual([
      ["Ana Silva", "ana@school.test", "u:ana", "e:ana@school.test", "e:ana@tenant.test"],
      ["Bo  Ek", null, "n:bo ek"],
      ["Cy", "cy@home.test", "e:cy@home.test"],
    ]);
  });

  it("include a doubtful person as a guest until somebody decides", async () => {
    const people = [person("Ana Silva"), person("Di")];
    const users = async (decisions: Record<string, Decision>) =>
      (await plan(people, decisions)).map(({ user_id: userId }) => userId);
    expect(await users({})).toEqual([null, null]);
    expect(await users({ 0: "guest" })).toEqual([null, null]);
    expect(await users({ 0: { user_id: "ana" } })).toEqual(["ana", null]);
    expect(await users({ 0: "skip" })).toEqual([null]);
    expect((await plan(people, { 1: "host" })).map(({ host }) => host)).toEqual([false, true]);
    expect((await plan(people, { 0: { user_id: "ana" } }, "ana")).map(({ host }) => host)).toEqual([
      true,
      false,
    ]);
  });

  it("drop an address whose owner, by a decision, was not there", async () => {
    const [guest] = await plan([person("Her son", { email: "ana@school.test" })], { 0: "guest" });
    expect(guest).toMatchObject({ user_id: null, email: null, identities: ["n:her son"] });
  });

  it("are merged where two people turn out to be the same", async () => {
    const people = [
      person("Ana", { email: "ana@school.test", spans: [[0, 60_000]], messages: 2 }),
      person("Ana's phone", { spans: [[30_000, 90_000]], messages: 1, registered_at: 5000 }),
    ];
    const planned = await plan(people, { 1: { user_id: "ana" } });
    expect(planned).toHaveLength(1);
    expect(planned[0]).toMatchObject({
      stays: [0, 90_000],
      reported_ms: null,
      messages: 3,
      registered_at: 5000,
    });
    // A length beside a stay: 60 s of stay and 30 s of length.
    const [mixed] = await plan([people[0]!, person("Ana's phone", { spans: [], present_seconds: 30 })], {
      1: { user_id: "ana" },
    });
    expect(mixed).toMatchObject({ stays: [0, 60_000], reported_ms: 90_000 });
  });

  it("keep people with the same name apart if the report does", async () => {
    const people = [person("Bo", { external_id: "7" }), person("bo", { external_id: "8" })];
    expect((await plan(people)).map(({ identities }) => identities)).toEqual([["n:bo (7)"], ["n:bo (8)"]]);
  });

  it("have a reported length only if the stays do not give it", async () => {
    const lengths = (
      await plan([
        person("a", { present_seconds: 40 }),
        person("b", { present_seconds: 60 }),
        person("c", { spans: [], present_seconds: 600 }),
        person("d", { spans: [], present_seconds: 1e300 }),
      ])
    ).map(({ reported_ms: reportedMs }) => reportedMs);
    expect(lengths).toEqual([40_000, null, 600_000, 31 * 86_400_000]);
  });

  it("leave out people without presence, and impossible instants", async () => {
    expect(await plan([person("Nobody", { spans: [] })])).toEqual([]);
    const [odd] = await plan([
      person("Odd", {
        spans: [
          [-5, 10],
          [10.4, 20.4],
          [1e20, 1e21],
        ],
        reactions: [
          { type: "👏", at: 1e20 },
          { type: "👍", at: 11 },
        ],
        registered_at: Number.NaN,
      }),
    ]);
    expect(odd).toMatchObject({ stays: [10, 20], reactions: [{ type: "👍", at: 11 }], registered_at: null });
  });

  it("count within the session's window, without hosts", async () => {
    const people = [
      person("Ana", { spans: [[0, 100]], reactions: [{ type: "👏", at: 1 }], registered_at: 1 }),
      person("Hana", { role: "host", spans: [[0, 100]], reactions: [{ type: "👏", at: 1 }] }),
    ];
    const facts = await importedFacts(await plan(people), { from: new Date(40), to: new Date(70) });
    expect(facts.reactions_by_type).toEqual({ "👏": 1 });
    expect(facts.people).toMatchObject([
      { host: false, stays: [40, 70], registered: true, reactions: 1 },
      { host: true, stays: [40, 70] },
    ]);
  });
});

describe("the time of the meeting", () => {
  const at = (report: Partial<Parameters<typeof meetingTimes>[0]>) => {
    const times = meetingTimes({ started_at: null, ended_at: null, people: [], ...report });
    return times && [times.start.getTime(), times.end.getTime()];
  };
  it("comes from the report, else its stays, else its longest length", () => {
    const people = [person("a", { spans: [[30, 50]] }), person("b", { spans: [[10, 40]] })];
    expect(at({ started_at: 5, ended_at: 60, people })).toEqual([5, 60]);
    expect(at({ people })).toEqual([10, 50]);
    expect(at({ started_at: 5, people: [person("a", { spans: [], present_seconds: 2 })] })).toEqual([
      5, 2005,
    ]);
    expect(at({ people: [person("a", { spans: [], present_seconds: 2 })] })).toBeNull();
    expect(at({ started_at: 1e20, ended_at: 2e20 })).toBeNull();
  });
});
