import { expect, it } from "vitest";
import type { OwnVideo } from "@/lib/domain/videos/queries/progress";
import { type LanguageCode, languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { myLearningFindings } from "./my-learning";

const recording = (completed: boolean) => ({ completed }) as OwnVideo;
const attended = { attended: true, recording: recording(false) };
const missed = (one: OwnVideo | null) => ({ attended: false, recording: one });
type Past = Parameters<typeof myLearningFindings>[0]["past"];
const said = (live: string[], past: Past, code: LanguageCode = "en") =>
  myLearningFindings(
    { coming: { items: live.map((title) => ({ title, status: "live" as const })) }, past },
    languageIn(code),
  )
    .map(({ text }) => text)
    .join(" ");

it.each([
  [[], [], ""],
  [["Plots"], [], "“Plots” is live now."],
  [["Plots", "Means"], [], "“Plots” and “Means” are live now."],
  [[], [attended], "You attended your session."],
  [[], [attended, attended], "You attended all of your 2 sessions."],
  [[], [missed(null)], "You missed your session."],
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

const shapes: [string[], Past][] = [
  [["Plots", "Means"], [attended]],
  [["Plots"], [attended, attended]],
  [[], [missed(recording(false))]],
  [[], [attended, missed(recording(false)), missed(recording(true))]],
  [[], [missed(recording(false)), missed(recording(false))]],
  [[], [missed(recording(false)), missed(recording(false)), missed(null)]],
];
const all = (code: LanguageCode) => shapes.map(([live, past]) => said(live, past, code));

it.each(languageCodes)("every shape is whole sentences in %s", (code) => {
  for (const text of all(code)) expect(text).toMatch(/^[\p{Lu}“„«][^{}]*\.$/u);
  expect(all(code).join()).not.toContain("learning.");
});

it("has the grammar of German and French", () => {
  expect(all("de")).toEqual([
    "„Plots“ und „Means“ sind jetzt live. Sie waren in Ihrer Sitzung anwesend.",
    "„Plots“ ist jetzt live. Sie waren in allen Ihren 2 Sitzungen anwesend.",
    "Sie haben Ihre Sitzung verpasst. Sie können die Aufzeichnung noch ansehen.",
    "Sie haben 2 Ihrer 3 Sitzungen verpasst. Sie können die Aufzeichnung von einer davon noch ansehen.",
    "Sie haben 2 Ihrer 2 Sitzungen verpasst. Sie können alle Aufzeichnungen noch ansehen.",
    "Sie haben 3 Ihrer 3 Sitzungen verpasst. Sie können die Aufzeichnungen von 2 davon noch ansehen.",
  ]);
  expect(all("fr").slice(0, 3)).toEqual([
    "«\u00a0Plots\u00a0» et «\u00a0Means\u00a0» sont en direct maintenant. Vous avez assisté à votre séance.",
    "«\u00a0Plots\u00a0» est en direct maintenant. Vous avez assisté à toutes vos 2 séances.",
    "Vous avez manqué votre séance. Vous pouvez encore en regarder l’enregistrement.",
  ]);
});
