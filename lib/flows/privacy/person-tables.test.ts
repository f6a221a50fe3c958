import { readdirSync } from "node:fs";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { personalTables } from "@/lib/db/tables/facts";
import { exportedColumns, exportedTables, personTables } from "./person-tables";

const nameOf = (table: PgTable) => getTableConfig(table).name;

const schema: PgTable[] = (
  await Promise.all(
    readdirSync("lib/db/tables").map(
      (file) => import(`../../db/tables/${file.replace(".ts", "")}.ts`) as Promise<Record<string, unknown>>,
    ),
  )
).flatMap((exported) => Object.values(exported).filter((value) => is(value, PgTable)));

const withSchool = "of a school as a whole";
const ofSystem = "what the system knows about itself";
const ofContent = "what is taught; names no learner";
const sums = "sums over people; counted again when a person is erased";
const ofLog = "seals of the audit log, by its entries' ids";
/** Every table in which nobody can be found, and why. */
const withoutPeople: Record<string, string> = {
  ...{ schools: withSchool, school_logos: withSchool, terms: withSchool, funnels: withSchool },
  ...{ alert_rules: withSchool, retention_runs: withSchool, webhooks: withSchool },
  webhook_deliveries: "attempts and answers, by alert: those of an alert about a person go with it",
  ...{ courses: ofContent, lessons: ofContent, materials: ofContent, classes: ofContent, series: ofContent },
  ...{ assessments: ofContent, videos: ofContent, video_chapters: ofContent, video_captions: ofContent },
  ...{ video_addresses: ofContent, custom_event_types: ofContent },
  ...{ video_daily: sums, video_totals: sums, video_seconds: sums, video_segments: sums },
  ...{
    video_breakdowns: sums,
    daily_summary: sums,
    hourly_summary: sums,
    session_numbers: sums,
    session_bases: sums,
  },
  ...{ delivered_minutes: sums, delivery_reads: sums },
  ...{ system_durations: ofSystem, system_counts: ofSystem, system_processes: ofSystem },
  system_people: "numbers of a keyed hash that many people share",
  ...{ provider_reads: ofSystem, award_positions: ofSystem, page_scripts: ofSystem, bus_position: ofSystem },
  beacon_checks: "when the last beacon of a page came",
  ...{ session_versions: ofSystem, awarded_sessions: ofSystem },
  ...{ audit_unsealed: ofLog, audit_seals: ofLog, audit_chains: ofLog },
  school_keys: "the salt of a school's pseudonyms",
  compliance_confirmations: "what an admin confirmed of the installation",
  erased_identities: "keyed hashes of what named people who were erased",
  rate_limits: "keyed hashes that end within a day",
  video_suspects: "playbacks of an address that is not stored",
  unfollowed_players: "frames that were not followed; no viewer is stored",
  data_export_parts: "bytes of data_exports, deleted with them",
  bus_events: "copies of facts for open pages, deleted within days",
  bus_uncommitted: "copies of facts for open pages, until their commit",
  bus_outbox: "copies of facts for open pages, until they are published",
};

const unclassified = (tables: readonly PgTable[]) =>
  tables
    .map(nameOf)
    .filter((name) => !(name in withoutPeople) && !personTables.some(({ table }) => nameOf(table) === name));

describe("the tables in which a person is found", () => {
  it("are all tables but those in which nobody can be", () => {
    expect(schema.length).toBeGreaterThan(60);
    expect(unclassified(schema)).toEqual([]);
    expect(unclassified([pgTable("answers", { text: text() })])).toEqual(["answers"]);
    const names = schema.map(nameOf);
    expect(Object.keys(withoutPeople).filter((name) => !names.includes(name))).toEqual([]);
    const both = personTables.map(({ table }) => nameOf(table)).filter((name) => name in withoutPeople);
    expect(both).toEqual([]);
  });

  it("have each column that names somebody in one of them", () => {
    const naming = /^((attendee|user|viewer|actor|instructor)_id|actor|email|display_name|address|identity)$/;
    const columns = (tables: readonly PgTable[]) =>
      tables.flatMap((table) =>
        getTableConfig(table)
          .columns.filter(({ name }) => naming.test(name))
          .map(({ name }) => `${nameOf(table)}.${name}`),
      );
    const elsewhere = schema.filter((table) => !personTables.some((one) => one.table === table));
    // The address of a page that plays a video.
    expect(columns(elsewhere)).toEqual(["video_addresses.address"]);
    expect(columns([pgTable("answers", { user_id: uuid() })])).toEqual(["answers.user_id"]);
  });

  it("are those of the list of facts that are exported or erased", () => {
    const included = personalTables
      .filter((one) => one.export === "included" || one.erasure === "included")
      .map(({ table }) => nameOf(table));
    const declared = personTables.map(({ table }) => nameOf(table));
    // Numbers and versions of a session as a whole.
    const ofSession = ["session_versions", "session_numbers", "awarded_sessions"];
    expect(included.filter((name) => !declared.includes(name) && !ofSession.includes(name))).toEqual([]);
    expect(declared.filter((name) => !personalTables.some(({ table }) => nameOf(table) === name))).toEqual(
      [],
    );
    expect(exportedTables.length).toBeGreaterThan(20);
  });

  it("leave out no column that does not exist, and no secret in", () => {
    for (const { table, leftOut = {} } of personTables) {
      const names = getTableConfig(table).columns.map(({ name }) => name);
      expect(Object.keys(leftOut).filter((name) => !names.includes(name))).toEqual([]);
    }
    const given = exportedTables.flatMap((one) =>
      exportedColumns(one).map((name) => `${nameOf(one.table)}.${name}`),
    );
    // The hash of a file that somebody imported.
    expect(given.filter((name) => /hash|secret|password/.test(name))).toEqual([
      "roster_imports.file_hash",
      "imports.file_hash",
    ]);
  });
});
