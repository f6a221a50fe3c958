import { unzipSync } from "fflate";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { beginExport, deleteExpiredExports } from "@/lib/domain/privacy/mutations";
import { exportBytes, exportOf, exportsOf } from "@/lib/domain/privacy/queries";
import { endOf, makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { contextOf, makePrivacyWorld, now, type PrivacyWorld } from "@/lib/testing/privacy-world";
import { runNextWork } from "../jobs/work";
import { exportPerson } from "./export-person";

const { sql } = testDatabase();
let world: PrivacyWorld;
beforeAll(async () => {
  world = await makePrivacyWorld();
});

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

async function filesOf(exportId: string): Promise<Record<string, string>> {
  const parts: Uint8Array[] = [];
  for await (const part of exportBytes(exportId)) parts.push(part);
  const files = unzipSync(new Uint8Array(Buffer.concat(parts)));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, text(bytes)]));
}

async function exported(by: Parameters<typeof contextOf>[0], of: string) {
  const { id } = await beginExport(contextOf(by), of);
  while (await runNextWork(now));
  return exportOf(scopeOf(by), of, id, now);
}

describe("the file of a person's data", () => {
  it("has every row of theirs, in JSON and in CSV, and nobody else's", async () => {
    const { ana, bo, session, video } = world;
    const made = await exported(ana.user, ana.user.id);
    expect(made).toMatchObject({ state: "ready", expires_at: "2026-11-27T10:00:00.000Z" });
    const files = await filesOf(made.id);
    const rows = (table: string) => JSON.parse(files[`${table}.json`] ?? "[]") as Record<string, unknown>[];
    // Counted by hand from what the world does.
    const counts = Object.fromEntries(
      Object.keys(files)
        .filter((name) => name.endsWith(".json") && name !== "about.json")
        .map((name) => [name.replace(".json", ""), rows(name.replace(".json", "")).length]),
    );
    expect(counts).toEqual({
      ...{ users: 1, devices: 1, enrollments: 1, results: 1, learner_notes: 1, attendees: 1, presence: 1 },
      ...{ messages: 1, reactions: 1, feedback: 1, attendee_identities: 2, playbacks: 3, viewer_progress: 2 },
      ...{ learning_events: 4, learning_event_ids: 4, learning_sessions: 2, daily_activity: 1 },
      // Notes about them name them as the target of no entry; making this file does.
      ...{ gamification_stats: 1, ai_coach_metrics: 1, audit_log: 1 },
    });
    const all = Object.values(files).join("\n");
    for (const said of [
      "Why is",
      "It is",
      "needs more exercises",
      "was clear to me",
      "Firefox",
      "client-",
      "Rua",
    ])
      expect(all).toContain(said);
    expect(all).not.toContain(bo.word);
    expect(all).not.toContain(bo.user.id);
    expect(rows("messages")[0]).toMatchObject({
      text: `Why is ${ana.word} so?`,
      sent_at: "2026-11-18T18:05:00+00:00",
      session_title: session.title,
    });
    expect(rows("playbacks").map((row) => row.video_title)).toEqual(Array(3).fill(video.title));
    expect(rows("users")[0]).not.toHaveProperty("password_hash");
    for (const [name, content] of Object.entries(files)) {
      if (!name.endsWith(".csv")) continue;
      const read = Papa.parse<Record<string, string>>(content.replace("\ufeff", "").trim(), { header: true });
      const json = rows(name.replace(".csv", ""));
      expect(read.data).toHaveLength(json.length);
      expect(read.meta.fields).toEqual(Object.keys(json[0]!));
    }
    const about = JSON.parse(files["about.json"]!);
    expect(about).toMatchObject({ user_id: ana.user.id, pseudonyms: [ana.actor] });
    expect(about.files.find(({ table }: { table: string }) => table === "messages").rows).toBe(1);
    expect(made.rows).toBe(Object.values(counts).reduce((sum, count) => sum + count, 0));
  });

  it("is one while it is made, and begins anew where its process ended", async () => {
    const { ana, admin } = world;
    const [one, other] = await Promise.all([
      beginExport(contextOf(admin), ana.user.id),
      beginExport(contextOf(ana.user), ana.user.id),
    ]);
    expect(one).toMatchObject({ id: other.id, state: "preparing", url: null });
    await sql`insert into data_export_parts (export_id, number, body) values (${one.id}, 9, 'of an attempt before')`;
    await exportPerson(one.id, now, () => {});
    expect(Object.keys(await filesOf(one.id))).toContain("users.json");
    const [before] =
      await sql`select sum(length(body))::int as bytes, count(*)::int as parts from data_export_parts where export_id = ${one.id}`;
    // The work that the queue still has finds it complete.
    while (await runNextWork(now));
    const [after] =
      await sql`select sum(length(body))::int as bytes, count(*)::int as parts from data_export_parts where export_id = ${one.id}`;
    expect(after).toEqual(before);
    expect((await exportOf(scopeOf(admin), ana.user.id, one.id, now)).bytes).toBe(before!.bytes);
  });

  it("is the person's and their admins' only", async () => {
    const { ana, bo, teacher, admin } = world;
    const elsewhere = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
    const of = (person: Parameters<typeof contextOf>[0]) =>
      endOf(beginExport(contextOf(person), ana.user.id));
    expect(await Promise.all([bo.user, teacher, elsewhere].map(of))).toEqual([
      "forbidden",
      "forbidden",
      "not_found",
    ]);
    const made = await exported(admin, ana.user.id);
    expect(await endOf(exportOf(scopeOf(bo.user), bo.user.id, made.id, now))).toBe("not_found");
    expect((await exportsOf(scopeOf(ana.user), ana.user.id, now)).map(({ id }) => id)).toContain(made.id);
  });

  it("ends after seven days, with its bytes", async () => {
    const { bo, admin } = world;
    const made = await exported(bo.user, bo.user.id);
    const at = (day: string) => new Date(`2026-11-${day}Z`);
    const stateAt = async (when: Date) => (await exportOf(scopeOf(admin), bo.user.id, made.id, when)).state;
    expect(await stateAt(at("27T09:59:59"))).toBe("ready");
    expect(await stateAt(at("27T10:00:00"))).toBe("expired");
    await deleteExpiredExports(at("27T09:59:59"));
    expect(await filesOf(made.id)).toHaveProperty("about.json");
    await deleteExpiredExports(at("27T10:00:00"));
    expect(await sql`select from data_export_parts where export_id = ${made.id}`).toHaveLength(0);
    expect(await exportsOf(scopeOf(bo.user), bo.user.id, now)).toEqual([]);
  });
});
