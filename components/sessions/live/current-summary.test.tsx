import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { exampleInfo, exampleNumbers } from "@/lib/domain/sessions/fixtures";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import { inEnglish } from "@/lib/testing/in-english";
import { SummaryNow } from "./current-summary";
import { SessionContext } from "./live-session";

const axis = {
  from: exampleInfo.begun_at,
  plannedEnd: exampleInfo.scheduled_end,
  to: null,
  clockStart: 18 * 3600 + 120,
};

/** The summary with so many people present. */
const saidWith = (current_viewers: number) => {
  const state: LiveState = {
    session_id: exampleInfo.session_id,
    version: 1,
    at: "2026-11-18T18:45:00.000Z",
    session_status: "live",
    current_viewers,
    numbers: exampleNumbers,
    timeline: [],
    latest_messages: [],
  };
  return renderToStaticMarkup(
    inEnglish(
      <SessionContext value={{ state, connection: "connected" }}>
        <SummaryNow info={{ ...exampleInfo, session_status: "live" }} axis={axis} returned={{}} />
      </SessionContext>,
    ),
  );
};

it("the summary of a live session names the people who are present in the state of its numbers", () => {
  expect(saidWith(21)).toContain("21");
  expect(saidWith(22)).toContain("22");
  expect(saidWith(22)).not.toContain("21");
});
