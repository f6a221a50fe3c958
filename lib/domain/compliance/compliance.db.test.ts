import { expect, it } from "vitest";
import { audit } from "@/lib/auth/audit";
import { sealEntries } from "@/lib/auth/audit-chain";
import { actorOf } from "@/lib/auth/pseudonym";
import { db } from "@/lib/db/client";
import { attendees } from "@/lib/db/tables/sessions";
import { viewerProgress } from "@/lib/db/tables/videos";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, makeUser, makeVideo, testDatabase } from "@/lib/testing/database";
import { complianceEvidence } from "./queries/evidence";
import { retentionKinds, usualMonths } from "./retention/kinds";

const { sql } = testDatabase();
const now = new Date("2026-11-20T12:00:00Z");

it("a new school has no key, no facts and no entries", async () => {
  const { id } = await makeSchool({ privacy_notice: "  " });
  expect(await complianceEvidence(id, now)).toEqual({
    privacy_notice: { is_set: false },
    lawful_basis: { anonymous_viewers: true, confirmed_on: null },
    encryption_at_rest: { confirmed_on: null },
    retention: {
      kinds: retentionKinds.map((kind) => ({
        ...{ kind, months: usualMonths[kind], stored: 0, due: 0, oldest_at: null, deleted: 0 },
        ...{ last_run_at: null, last_rows: null, last_before: null, failed_at: null },
      })),
      system_metrics: { days: 30, oldest_at: null },
      bus_history: { days: 7 },
    },
    subject_requests: { open: 0, overdue: 0, due_soon: 0, next_due_on: null, closed: 0, longest_days: null },
    pseudonyms: { key_since: null, named_playbacks: false, named_attendance: false },
    key_age: { key_since: null, days: null, rotated_at: null, rotating_since: null },
    // The tests' server and database are on this machine.
    encryption_in_transit: { https: false, local_only: true, database: "local", redis: null },
    audit_log: {
      ...{ append_only: true, last_at: null, entries: 0, unsealed: 0, unsealed_since: null },
      ...{ last_seal: null, broken: 0, broken_entries: [] },
    },
    processors: { configured: [], confirmed_on: null },
    small_groups: { minimum_group_size: 5 },
  });
});

it("what a school has stored is the evidence, and nothing of another school", async () => {
  const { id: school_id } = await makeSchool({
    privacy_notice: "We count.",
    minimum_group_size: 8,
  });
  const person = await makeUser({ school_id });
  await actorOf(school_id, person.id);
  await sql`update school_keys set created_at = '2026-11-10T13:00:00Z' where school_id = ${school_id}`;
  const video = await makeVideo({ school_id });
  const read = () => complianceEvidence(school_id, now);
  expect(await read()).toMatchObject({
    ...{ privacy_notice: { is_set: true }, small_groups: { minimum_group_size: 8 } },
    // Nine days and 23 hours.
    key_age: { key_since: "2026-11-10T13:00:00.000Z", days: 9 },
    pseudonyms: { named_playbacks: false, named_attendance: false },
  });
  await db().insert(viewerProgress).values({ video_id: video.id, viewer_id: "v:a-visitor", playbacks: 1 });
  const begun = new Date("2026-02-01T08:00:00Z");
  const session = await makeSession({
    ...{ school_id, status: "ended", scheduled_start: begun, started_at: begun },
  });
  const attendee = { session_id: session.id, display_name: "Ana", created_at: begun };
  await db()
    .insert(attendees)
    .values({ ...attendee, id: newId() });
  expect(await read()).toMatchObject({
    pseudonyms: { named_playbacks: false, named_attendance: false },
  });
  await db()
    .insert(viewerProgress)
    .values({ video_id: video.id, viewer_id: `u:${person.id}`, playbacks: 1 });
  await db()
    .insert(attendees)
    .values({ ...attendee, id: newId(), user_id: person.id });
  await sql`insert into retention_runs (id, school_id, kind, night, months, before, rows, started_at, finished_at)
    values (${newId()}, ${school_id}, 'chat', '2026-11-19', 12, '2025-11-19T00:00Z', 4, '2026-11-19T03:10Z', '2026-11-19T03:11Z'),
      (${newId()}, ${school_id}, 'chat', '2026-11-20', 12, '2025-11-20T00:00Z', 3, '2026-11-20T03:10Z', '2026-11-20T03:12Z')`;
  await db().transaction((tx) =>
    audit(
      tx,
      { scope: { user_id: person.id, school_id } },
      { action: "school.update", target: { type: "school", id: school_id } },
    ),
  );
  const evidence = await read();
  expect(evidence).toMatchObject({
    pseudonyms: { named_playbacks: true, named_attendance: true },
    audit_log: { entries: 0, unsealed: 1 },
  });
  expect(evidence.retention.kinds.find(({ kind }) => kind === "chat")).toMatchObject({
    ...{ last_run_at: "2026-11-20T03:12:00.000Z", last_rows: 3, deleted: 7 },
    ...{ last_before: "2025-11-20T00:00:00.000Z", failed_at: null },
  });
  expect(evidence.audit_log.last_at).not.toBeNull();
  await sealEntries();
  expect((await read()).audit_log).toMatchObject({
    entries: 1,
    unsealed: 0,
    last_seal: { number: 1 },
    broken: 0,
  });
  expect((await complianceEvidence((await makeSchool()).id, now)).audit_log.entries).toBe(0);
  await sql`alter table audit_log disable trigger audit_log_append_only`;
  await sql`update audit_log set action = 'school.delete' where school_id = ${school_id}`;
  await sql`alter table audit_log enable trigger audit_log_append_only`;
  expect((await read()).audit_log).toMatchObject({
    ...{ append_only: true, broken: 1 },
    broken_entries: [{ fault: "changed", number: 1, action: "school.delete" }],
  });
});

it("sees an audit log that could be changed", async () => {
  const { id } = await makeSchool();
  await sql`alter table audit_log disable trigger audit_log_append_only`;
  try {
    expect((await complianceEvidence(id, now)).audit_log.append_only).toBe(false);
  } finally {
    await sql`alter table audit_log enable trigger audit_log_append_only`;
  }
});
