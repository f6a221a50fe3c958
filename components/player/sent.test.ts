import { expect, test } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import type { Answer, LiveItem, Progress, VideoItem, View } from "@/lib/tracker/wire";
import {
  contentOf,
  coveredSeconds,
  latestOf,
  messagesOf,
  ofThisPlayback,
  outcomeOf,
  playsOf,
  rangesOf,
  ratingOutcome,
  type Sent,
  withAttempt,
} from "./sent";
import { beaconColumns, liveColumns } from "./sent-log";

const english = languageIn("en");
const session_id = "11111111-1111-4111-8111-111111111111";
const view: View = { type: "view", session_id, video_id: "v", course_id: "c", is_preview: false };
const progress = (seq: number, ...played: [number, number][]): Progress => ({
  type: "progress",
  session_id,
  seq,
  played,
  video_id: "v",
  current_position_seconds: 0,
  watch_time_seconds: 0,
  play_count: 0,
  pause_count: 0,
  seek_count: 0,
  quality_changes: 0,
  quality: {},
  rebuffer_count: 0,
  rebuffer_ms: 0,
  retries: 0,
  lost: 0,
  abandoned: false,
});
const at = new Date("2026-11-20T10:00:00Z");
const told = (sent: Sent<VideoItem>[]) =>
  sent.map(({ key, outcome, attempts }) => [key.split(" ")[1], outcome, attempts]);

test("newest first, each beacon once, with its latest outcome", () => {
  let sent = withAttempt<VideoItem>(
    [],
    { items: [view], status: 200, answer: { resume_position_seconds: null } },
    at,
  );
  sent = withAttempt(sent, { items: [progress(0, [0, 4])], status: 0 }, at);
  expect(told(sent)).toEqual([
    ["0", "waiting", 1],
    ["view", "counted", 1],
  ]);
  sent = withAttempt(
    sent,
    {
      items: [progress(0, [0, 4]), progress(1, [8, 11])],
      status: 200,
      answer: { results: [{ status: 200 }, { status: 503 }] },
    },
    at,
  );
  expect(told(sent)).toEqual([
    ["1", "waiting", 1],
    ["0", "counted", 2],
    ["view", "counted", 1],
  ]);
});

test("what was counted stays counted when it is handed over once more", () => {
  const counted = withAttempt<VideoItem>([], { items: [progress(0)], status: 200 }, at);
  expect(told(withAttempt(counted, { items: [progress(0)], status: 202 }, at))).toEqual([
    ["0", "counted", 2],
  ]);
});

test("a view without the length and one with it are two", () => {
  const withLength = { ...view, video_duration_seconds: 120 };
  const first = withAttempt<VideoItem>([], { items: [view], status: 200 }, at);
  expect(told(withAttempt(first, { items: [withLength], status: 400 }, at))).toEqual([
    ["view", "refused", 1],
    ["view", "counted", 1],
  ]);
});

test("a status decides the outcome", () => {
  expect([0, 200, 202, 400, 404, 429, 500, 503].map(outcomeOf)).toEqual([
    "waiting",
    "counted",
    "handed",
    "refused",
    "refused",
    "waiting",
    "waiting",
    "waiting",
  ]);
});

test("plays by second: 0 to 4, then 8 to 11, then 1 to 3 again", () => {
  const sent = withAttempt<VideoItem>(
    [],
    { items: [progress(0, [0, 4.012], [8.002, 11.01]), progress(1, [1.003, 3.03])], status: 200 },
    at,
  );
  const strip = playsOf(rangesOf(sent), 120);
  expect(strip).toHaveLength(4);
  expect(strip).toEqual([
    [0, 1, 1],
    [1, 3, 2],
    [3, 4, 1],
    [8, 11, 1],
  ]);
  expect(coveredSeconds(strip)).toBe(7);
});

test("cuts plays at the length, joins adjacent ranges, and draws what is shorter than a second, but no strip without ranges", () => {
  expect(
    playsOf(
      [
        [118, 120.4],
        [116, 118],
      ],
      120,
    ),
  ).toEqual([[116, 120, 1]]);
  expect(playsOf([], 120)).toEqual([]);
  expect(playsOf([[3, 3.2]], 120)).toEqual([[3, 3.2, 1]]);
  expect(playsOf([[3, 3.04]], 120)).toEqual([]);
});

test("beacons of an earlier page are not this playback's", () => {
  const earlier = { ...progress(7, [50, 60]), session_id: "22222222-2222-4222-8222-222222222222" };
  let sent = withAttempt<VideoItem>(
    [],
    { items: [{ ...view, session_id: earlier.session_id }], status: 200 },
    at,
  );
  sent = withAttempt(sent, { items: [earlier], status: 200 }, at);
  sent = withAttempt(sent, { items: [view], status: 200 }, at);
  sent = withAttempt(sent, { items: [progress(1, [4, 6])], status: 0 }, at);
  sent = withAttempt(sent, { items: [progress(0, [0, 4])], status: 200 }, at);
  expect(told(ofThisPlayback(sent)).map(([name]) => name)).toEqual(["0", "1", "view"]);
  expect(latestOf(ofThisPlayback(sent))?.seq).toBe(1);
  expect(latestOf([])).toBeUndefined();
});

test("shows a beacon's content as sent, one range per line", () => {
  const text = contentOf(progress(0, [0, 4.012], [8, 11]));
  expect(JSON.parse(text)).toEqual(progress(0, [0, 4.012], [8, 11]));
  expect(text).toContain("\n    [0, 4.012],\n    [8, 11]\n");
});

const client_id = "33333333-3333-4333-8333-333333333333";
const join: LiveItem = { route: "presence", body: { client_id, event: "join", at: "2026-11-20T10:00:00Z" } };
const question: LiveItem = {
  route: "messages",
  body: { client_id, id: "m1", text: "Why?", at: "2026-11-20T10:00:05Z" },
};
const rating = (stars: number): LiveItem => ({ route: "feedback", body: { client_id, rating: stars } });
const withLiveAttempt = (sent: Sent<LiveItem>[], item: LiveItem, status: number, answer?: Answer) =>
  withAttempt(sent, { items: [item], status, answer }, at);

const outcomes = (sent: Sent<LiveItem>[]) =>
  sent.map(({ item, outcome, attempts }) => [item.route, outcome, attempts]);

test("live items too: newest first, each once, with its latest outcome", () => {
  let sent = withLiveAttempt([], join, 200);
  sent = withLiveAttempt(sent, question, 0);
  expect(outcomes(sent)).toEqual([
    ["messages", "waiting", 1],
    ["presence", "counted", 1],
  ]);
  // Read back from the device: another object, the same message.
  sent = withLiveAttempt(sent, structuredClone(question), 200);
  sent = withLiveAttempt(sent, question, 0);
  expect(outcomes(sent)).toEqual([
    ["messages", "counted", 3],
    ["presence", "counted", 1],
  ]);
  expect(messagesOf(sent)).toEqual([{ key: "messages m1", text: "Why?", outcome: "counted", at }]);
});

test("a refusal shows its reason", () => {
  const [sent] = withLiveAttempt([], join, 409, { detail: "this session has ended" });
  expect(sent).toMatchObject({ outcome: "refused", detail: "this session has ended" });
});

test("the rating's outcome is that of the latest", () => {
  let sent = withLiveAttempt([], join, 200);
  expect(ratingOutcome(sent)).toBeNull();
  sent = withLiveAttempt(sent, rating(3), 200);
  sent = withLiveAttempt(sent, rating(5), 0);
  expect(ratingOutcome(sent)).toBe("waiting");
});

test("each line names its kind and its content", () => {
  expect([join, question, rating(4)].map((item) => liveColumns(item, english))).toEqual([
    ["Join", "Joined the session"],
    ["Message", "Why?"],
    ["Rating", "4 of 5"],
  ]);
  const complete: Progress = { ...progress(3), type: "complete", completion_percentage: 95 };
  expect(
    [view, progress(2, [0, 4.012], [8, 11]), complete].map((item) => beaconColumns(item, english)),
  ).toEqual([
    ["View", "The player was loaded"],
    ["Progress 2", "0.0 to 4.0 s, 8.0 to 11.0 s"],
    ["Complete 3", "Nothing new was played"],
  ]);
  const german = languageIn("de");
  expect([join, rating(4)].map((item) => liveColumns(item, german))).toEqual([
    ["Beitritt", "Live-Sitzung beigetreten"],
    ["Bewertung", "4 von 5"],
  ]);
  expect(beaconColumns(progress(2, [0, 4.012]), german)).toEqual(["Verlauf 2", "0,0 bis 4,0 s"]);
});
