import Papa from "papaparse";
import { expect } from "vitest";
import { z } from "zod";
import { routeTable } from "@/app/api/route-table";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { setApart } from "@/lib/domain/videos/ingest/suspects";
import { csvHead } from "@/lib/glossary/csv-head";
import { type GlossaryKey, glossary } from "@/lib/glossary/glossary";
import { newId } from "@/lib/platform/ids";
import { plusDays } from "@/lib/platform/time";
import { type Caller, signedIn } from "./access-world";
import { makeCourse, makeSchool, makeUser, makeVideo, testDatabase } from "./database";
import { beaconsOf, generator, type Sitting } from "./numbers-model";
import { send } from "./requests";

/* The random facts of the numbers test, sent through the real ingest, and the ways to read a number. */

export const threshold = 80;
const days = Array.from({ length: 10 }, (_, i) => plusDays("2026-11-02", i));
export const allDays = { from: days[0]!, to: days.at(-1)! };
export const someDays = { from: days[3]!, to: days[6]! };

export type NumbersWorld = Awaited<ReturnType<typeof makeNumbersWorld>>;

/** A school with a course of nine videos: one looked at closely, 6 of similar length, one much longer, one without views. */
export async function makeNumbersWorld() {
  const school = await makeSchool({ completion_threshold: threshold });
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const course = await makeCourse({ school_id: school.id });
  const users = await Promise.all([0, 1, 2, 3].map(() => makeUser({ school_id: school.id })));
  const videos = await Promise.all(
    [47, 45, 46, 47, 48, 50, 52, 126, 47].map(async (length) => {
      const video = await makeVideo({
        school_id: school.id,
        course_id: course.id,
        duration_ms: length * 1000,
      });
      return { id: video.id, length };
    }),
  );
  const viewers = [...users.map((user) => `u:${user.id}`), "s:guest-7", "v:visitor-01", null];
  const random = generator(20261120);
  const sittings = videos
    .slice(0, -1)
    .flatMap((video, at) =>
      Array.from({ length: at === 0 ? 60 : 12 }, () => sittingOf(video, viewers, random)),
    );
  // Playbacks that look automated are stored like the others, but no number includes them.
  const apart = Array.from({ length: 15 }, () => sittingOf(videos[0]!, ["v:visitor-01", null], random));
  await sendShuffled([...sittings, ...apart], random);
  await setApart(testDatabase().writer, {
    video_id: videos[0]!.id,
    suspect_id: newId(),
    found_at: new Date(),
    playback_ids: apart.map(({ playback_id }) => playback_id),
  });
  return {
    apart,
    admin,
    caller: await signedIn(admin),
    student: { id: users[0]!.id, caller: await signedIn(users[0]!) },
    course_id: course.id,
    main: videos[0]!,
    videos,
    sittings,
    /** The sittings of one video, of all time or of some days. */
    of: (videoId: string, range?: { from: string; to: string }) =>
      sittings.filter(
        (sitting) =>
          sitting.video_id === videoId && (!range || (sitting.day >= range.from && sitting.day <= range.to)),
      ),
  };
}

function sittingOf(
  { id, length }: { id: string; length: number },
  viewers: readonly (string | null)[],
  { next, whole, pick }: ReturnType<typeof generator>,
): Sitting {
  const day = pick(days);
  const begunAt = new Date(Date.parse(`${day}T08:00:00Z`) + whole(0, 8 * 3600_000));
  const range = (): [number, number] => {
    const [from, tenths] = [whole(0, length * 10 - 1), whole(1, 600)];
    // Half is watched, half is skimmed in parts of a second.
    return [from / 10, Math.min(length * 10, from + (from % 2 ? tenths : Math.ceil(tenths / 60))) / 10];
  };
  const unplayed = next() < 0.1;
  return {
    video_id: id,
    playback_id: newId(),
    viewer_id: pick(viewers),
    preview: next() < 0.2,
    day,
    begun_at: begunAt,
    ended_at: new Date(begunAt.getTime() + whole(1, 600) * 1000),
    length,
    played: unplayed
      ? [[]]
      : Array.from({ length: whole(1, 2) }, () => Array.from({ length: whole(1, 2) }, range)),
    reported_seconds: unplayed ? 0 : whole(0, length),
    position: whole(0, length),
    speed: pick([1, 1, 1.25, 2]),
    plays: unplayed ? 0 : whole(1, 4),
    pauses: whole(0, 3),
    seeks: whole(0, 5),
    rebuffer_ms: whole(0, 900),
    device: pick(["desktop", "desktop", "mobile", null]),
    height: pick(["720", "1080"]),
  };
}

/** Shuffled, as networks can deliver. */
async function sendShuffled(sittings: readonly Sitting[], { next }: ReturnType<typeof generator>) {
  const beacons = sittings
    .flatMap(beaconsOf)
    .map((beacon) => ({ beacon, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ beacon }) => beacon);
  for (let i = 0; i < beacons.length; i += 100) {
    const outcomes = await applyBeacons(testDatabase().writer, beacons.slice(i, i + 100));
    expect(outcomes.filter((outcome) => outcome.kind !== "stored")).toEqual([]);
  }
}

/** The number's entry: the answer's own for the key if it has one, else the general one. */
function entryOf(key: string, answer?: string): GlossaryKey | undefined {
  const name = answer && `${answer}.${key}` in glossary ? `${answer}.${key}` : key;
  return name in glossary ? (name as GlossaryKey) : undefined;
}

/** The terms that have been compared. */
export const checked = new Set<string>();

/** Compares a number with the model's: equal after rounding by its unit, and in the glossary. */
export function agrees(key: string, value: unknown, model: number | null, answer?: string): void {
  const name = entryOf(key, answer);
  const unit = name && glossary[name].unit;
  expect(unit, `${key} in the glossary`).toBeDefined();
  if (!name) return;
  checked.add(name);
  if (model === null || typeof value !== "number") {
    expect(value, name).toBe(model);
    return;
  }
  const rounding = {
    ratio: 0.005,
    score: 0.005,
    percent: 0.05,
    points: 0.05,
    hours: 0.05,
    seconds: 0.05,
    minutes: 0.05,
  };
  const allowed = rounding[unit as keyof typeof rounding] ?? 0;
  expect(Math.abs(value - model), `${name}: ${value}, model ${model}`).toBeLessThanOrEqual(allowed + 1e-9);
}
export function allAgree(row: object, model: Record<string, number | null>, answer?: string): void {
  for (const [key, value] of Object.entries(model)) agrees(key, row[key as keyof typeof row], value, answer);
}

type Sent = { params?: object; query?: object };

const table = await routeTable();

export function lineOf(path: string) {
  const line = table.find((entry) => entry.method === "GET" && entry.path === path);
  if (!line) throw new Error(`no route ${path}`);
  return line;
}

/** What a route answers, parsed by its declared schema. */
export async function json<S extends z.ZodType>(
  shape: S,
  path: string,
  by: Caller,
  sent: Sent = {},
): Promise<z.infer<S>> {
  const response = await send(lineOf(path), sent, by);
  expect(response.status).toBe(200);
  return shape.parse(await response.json());
}

/** A CSV's rows as objects keyed by header. */
export async function csv(path: string, by: Caller, sent: Sent = {}) {
  const response = await send(lineOf(path), sent, by);
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const text = await response.text();
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

/** A CSV's number under the glossary's head for this key. */
export function cell(row: Record<string, string>, key: string, answer?: string): number | null {
  const head = csvHead(entryOf(key, answer)!);
  const text = row[head];
  if (text === undefined) throw new Error(`no column ${head} in ${Object.keys(row)}`);
  return text === "" ? null : Number(text);
}

/** Numbers of a row for programs, which tell nobody anything: its order among others, and the count of its edits. */
const ofPrograms = new Set(["lesson_position", "position", "revision"]);

/** The keys of all numbers in an answer that the glossary does not have. */
export function unregistered(answer: z.ZodType): string[] {
  return numbersIn(z.toJSONSchema(answer) as Json, "", "")
    .filter(([key, part]) => !ofPrograms.has(key) && !entryOf(key, part))
    .map(([key]) => key);
}

/** Every number in an answer: its key, and the part of the answer that can give the key another meaning. */
export function numbersIn(json: Json, key: string, part: string): [key: string, part: string][] {
  const found: [string, string][] = [];
  for (const option of json.anyOf ?? []) found.push(...numbersIn(option, key, part));
  const types = [json.type ?? []].flat();
  if (types.includes("number") || types.includes("integer")) found.push([key, part]);
  if (json.additionalProperties && typeof json.additionalProperties === "object")
    found.push(...numbersIn(json.additionalProperties, key, parts[key] ?? part));
  for (const item of [json.items ?? [], json.prefixItems ?? []].flat())
    found.push(...numbersIn(item, key, parts[key] ?? part));
  for (const [name, property] of Object.entries(json.properties ?? {}))
    found.push(...numbersIn(property, name, parts[key] ?? part));
  return found;
}
export type Json = {
  type?: string | string[];
  additionalProperties?: Json | boolean;
  anyOf?: Json[];
  items?: Json;
  prefixItems?: Json[];
  properties?: Record<string, Json>;
};
const parts: Record<string, string> = {
  segments: "segment",
  moments: "moment",
  typical: "typical",
  by_quality: "quality",
  items: "viewer",
  engagement_score_parts: "part",
  retention: "retention",
  rating_distribution: "rating_distribution",
  videos_by_completion_rate: "videos_by_completion_rate",
};
