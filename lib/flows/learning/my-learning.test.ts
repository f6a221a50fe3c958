import { expect, it } from "vitest";
import type { OwnVideo } from "@/lib/domain/videos/queries/progress";
import { myLearningFindings } from "./my-learning";

const recording = (completed: boolean) => ({ completed }) as OwnVideo;
const attended = { attended: true, recording: recording(false) };
const missed = (one: OwnVideo | null) => ({ attended: false, recording: one });
const said = (live: string[], past: Parameters<typeof myLearningFindings>[0]["past"]) =>
  myLearningFindings({ coming: { items: live.map((title) => ({ title, status: "live" as const })) }, past })
    .map(({ text }) => text)
    .join(" ");

it.each([
  [[], [], ""],
  [["Plots"], [], "“Plots” is live now."],
  [["Plots", "Means"], [], "“Plots” and “Means” are live now."],
  [[], [attended], "You attended your session."],
  [[], [attended, attended], "You attended all of your 2 sessions."],
  [[], [attended, missed(null)], "You missed 1 of your 2 sessions."],
  [
    [],
    [attended, missed(recording(false))],
    "You missed 1 of your 2 sessions. You can still watch its recording.",
  ],
  [[], [attended, missed(recording(true))], "You missed 1 of your 2 sessions."],
  [
    [],
    [attended, missed(recording(false)), missed(recording(true))],
    "You missed 2 of your 3 sessions. You can still watch the recording of one of them.",
  ],
  [
    [],
    [missed(recording(false)), missed(recording(false))],
    "You missed 2 of your 2 sessions. You can still watch all of their recordings.",
  ],
  [
    [],
    [missed(recording(false)), missed(recording(false)), missed(null)],
    "You missed 3 of your 3 sessions. You can still watch the recordings of 2 of them.",
  ],
])("live %j, past %j", (live, past, sentence) => {
  expect(said(live, past)).toBe(sentence);
});
