import { describe, expect, it } from "vitest";
import { isSameWord, matchTopic, type Place, topicWords } from "./topics";

const isStop = (word: string) => ["the", "a", "an", "in", "of", "and", "is", "for"].includes(word);
const place = (given: Partial<Place> & { video_id: string }): Place => ({
  ...{ title: "", lesson_title: null, duration_seconds: 600, chapters: [], cues: [] },
  ...given,
});
const cue = (start_seconds: number, text: string, length = 4) => ({
  start_seconds,
  end_seconds: start_seconds + length,
  text,
});
const match = (topic: string, ...places: Place[]) => matchTopic(topic, places, isStop);

describe("a topic", () => {
  it("is its words without case, accents and stop words", () => {
    expect(topicWords("Articles: a, an, the", isStop)).toEqual(["articles"]);
    expect(topicWords("Präsens und PRÄSENS, Canção", isStop)).toEqual(["prasens", "und", "cancao"]);
    expect(topicWords("the", isStop)).toEqual([]);
  });

  it.each([
    ["question", "questions", true],
    ["stress", "stressed", true],
    ["link", "linking", false],
    // Too short to have an ending.
    ["art", "arts", false],
    ["word", "words", true],
    ["past", "paste", true],
  ])("%s and %s: %s", (a, b, same) => {
    expect(isSameWord(a, b)).toBe(same);
    expect(isSameWord(b, a)).toBe(same);
  });
});

describe("the stretch that treats it", () => {
  const chapters = [
    { start_seconds: 0, title: "Welcome" },
    { start_seconds: 190, title: "Linking words: however and therefore" },
    { start_seconds: 348, title: "Exercise" },
  ];

  it("is the chapter whose title has its words, until the next, and the last until the video's end", () => {
    const video = place({ video_id: "v", chapters });
    expect(match("linking word", video)).toEqual({
      ...{ video_id: "v", matched_by: "chapter", from_seconds: 190, to_seconds: 348 },
    });
    expect(match("Exercises", video)).toMatchObject({ from_seconds: 348, to_seconds: 600 });
  });

  it("has three quarters of the words or more: there is no guess", () => {
    const titled = (title: string) => place({ video_id: "v", title });
    // Two of three, three of four.
    expect(match("past perfect tense", titled("The past perfect"))).toBeNull();
    expect(match("past perfect tense practice", titled("Practice of the past perfect"))).toMatchObject({
      ...{ matched_by: "video", from_seconds: null, to_seconds: null },
    });
    expect(match("articles", titled("Art in Lisbon"))).toBeNull();
    expect(match("the", titled("The"))).toBeNull();
    expect(match("word stress")).toBeNull();
  });

  it("is where the captions say it most, in one sentence over two cues, at least half a minute", () => {
    const cues = [
      cue(10, "The past is another country."),
      // Both words, but far apart: no stretch.
      cue(60, "Nobody is perfect."),
      cue(100, "We use the past"),
      cue(104, "perfect for what was before."),
      cue(300, "The past perfect again"),
      cue(320, "and the past perfect"),
      cue(340, "is formed with had."),
    ];
    expect(match("Past perfect", place({ video_id: "v", cues }))).toEqual({
      ...{ video_id: "v", matched_by: "captions", from_seconds: 300, to_seconds: 330 },
    });
    // A single mention is shown with half a minute, but not past the end.
    const once = place({ video_id: "v", cues: cues.slice(0, 4), duration_seconds: 120 });
    expect(match("past perfect", once)).toMatchObject({ from_seconds: 100, to_seconds: 120 });
    expect(match("past perfect", { ...once, duration_seconds: null })).toMatchObject({ to_seconds: 130 });
  });

  it("is the one with more of the words, then a chapter before captions before titles, then the first", () => {
    const spoken = place({ video_id: "spoken", cues: [cue(5, "linking words")] });
    const titled = place({ video_id: "titled", title: "Linking words" });
    const inLesson = place({ video_id: "lesson", lesson_title: "Linking words" });
    const parted = place({ video_id: "chapter", chapters });
    const order = (...places: Place[]) => match("linking words", ...places)?.video_id;
    expect(order(inLesson, titled, spoken, parted)).toBe("chapter");
    expect(order(inLesson, titled, spoken)).toBe("spoken");
    expect(order(inLesson, titled)).toBe("titled");
    expect(order(inLesson, place({ video_id: "other", lesson_title: "Linking words" }))).toBe("lesson");
    // Four of four in a title before three of four in a chapter.
    const four = "linking words however therefore then";
    expect(match(four, parted, place({ video_id: "all", title: four }))?.video_id).toBe("all");
  });
});
