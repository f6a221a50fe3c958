import { describe, expect, it } from "vitest";
import { exampleImport, exampleReport } from "@/lib/domain/sessions/imports/fixtures";
import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import { emptyImport, type ImportEvent, importAddress, importReducer, linesOf } from "./import-state";

const start = {
  reading: { zone: "Europe/Lisbon", date_order: null, day: null },
  destination: { session_id: null, title: "", course_id: null, instructor_id: null },
};
const file = new File([exampleReport], "Residuals, week 7.csv");
const stateAfter = (...events: ImportEvent[]) => events.reduce(importReducer, emptyImport(start));
const dropped: ImportEvent = { type: "file", file, start };
const answered = (more: Partial<ImportAnswer> = {}): ImportEvent => ({
  type: "answered",
  answer: { ...exampleImport, nearby: [], ...more },
});

describe("one import", () => {
  it("previews a file once, and uses the answer's title for the new session", () => {
    expect(stateAfter(dropped)).toMatchObject({ stage: "looking", look: { file, ...start } });
    expect(stateAfter(dropped, answered())).toMatchObject({
      stage: "ready",
      look: null,
      destination: { session_id: null, title: "Residuals" },
    });
  });

  it("suggests the nearest session once, and never replaces the user's choice", () => {
    const { nearby } = exampleImport;
    const suggested = stateAfter(dropped, answered({ nearby }));
    expect(suggested).toMatchObject({
      stage: "looking",
      look: { destination: { session_id: nearby[0]!.session_id } },
    });
    const anew = importReducer(suggested, {
      type: "destination",
      destination: { ...suggested.destination, session_id: null },
    });
    expect(anew).toMatchObject({ stage: "looking", look: { destination: { session_id: null } } });
    expect(importReducer(anew, answered({ nearby }))).toMatchObject({
      stage: "ready",
      destination: { session_id: null },
    });
  });

  it("asks again when the course or the reading changes, not for a title", () => {
    const ready = stateAfter(dropped, answered());
    const to = (more: object) =>
      importReducer(ready, { type: "destination", destination: { ...ready.destination, ...more } }).stage;
    expect([to({ title: "Another" }), to({ course_id: "c" }), to({ instructor_id: "i" })]).toEqual([
      "ready",
      "looking",
      "looking",
    ]);
    expect(
      importReducer(ready, { type: "reading", reading: { ...start.reading, day: "2026-11-18" } }),
    ).toMatchObject({ stage: "looking", look: { reading: { day: "2026-11-18" } } });
  });

  it("keeps the preview when the import fails, and the decisions too", () => {
    const failed = stateAfter(
      dropped,
      answered(),
      { type: "decisions", decisions: { 1: "skip" } },
      { type: "import" },
      { type: "failed", failure: { detail: "x" } },
    );
    expect(failed).toMatchObject({ stage: "ready", decisions: { 1: "skip" }, failure: { detail: "x" } });
    expect(stateAfter(dropped, answered(), { type: "import" }, answered())).toMatchObject({
      stage: "imported",
    });
    expect(stateAfter(dropped, { type: "failed", failure: { detail: "x" } })).toMatchObject({
      stage: "idle",
    });
  });

  it("refuses a file over 5 MB without sending it", () => {
    const large = new File([new Uint8Array(5 * 1024 * 1024 + 1)], "large.csv");
    expect(stateAfter({ ...dropped, file: large })).toMatchObject({
      stage: "idle",
      look: null,
      failure: "too_large",
    });
  });
});

describe("the request", () => {
  const reading = start.reading;
  const destination = { ...start.destination, title: " Week 7 " };

  it("describes a new session, and names an existing one by its id only", () => {
    expect(importAddress({ reading, destination }, false)).toBe(
      "/api/admin/training/imports?commit=false&zone=Europe%2FLisbon&title=Week+7",
    );
    expect(
      importAddress(
        {
          reading: { zone: "UTC", date_order: "mdy", day: "2026-11-18" },
          destination: { ...destination, session_id: "s", course_id: "c", instructor_id: "i" },
        },
        true,
      ),
    ).toBe("/api/admin/training/imports?commit=true&zone=UTC&date_order=mdy&day=2026-11-18&session_id=s");
  });

  it("distinguishes invalid lines from invalid fields", () => {
    const instructor = { path: "instructor_id", message: "is missing" };
    expect(
      linesOf({
        detail: "x",
        request_id: "r",
        errors: [instructor, { path: "line 14", message: "There is no join time" }],
      }),
    ).toEqual({
      lines: [{ line: 14, message: "There is no join time" }],
      rest: { detail: "x", request_id: "r", errors: [instructor] },
    });
  });
});
