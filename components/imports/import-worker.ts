import { readBigBlueButton } from "@/lib/integrations/bigbluebutton/map";
import { readMeet } from "@/lib/integrations/meet/map";
import { readTeams } from "@/lib/integrations/teams/map";
import { readZoom } from "@/lib/integrations/zoom/map";
import { readReport } from "@/lib/measure/attendance-report";
import { type ReadingAnswer, type ReadingRequest, readingOf } from "./import-reading";

/* Reads a report beside the page, which stays quick however long it is; the readers are loaded nowhere else. */

const readers = [readBigBlueButton, readTeams, readZoom, readMeet];

addEventListener("message", ({ data: { turn, bytes, choices } }: MessageEvent<ReadingRequest>) => {
  const report = readReport(readers, bytes, {
    time_zone: choices.zone,
    date_order: choices.date_order ?? undefined,
    day: choices.day ?? undefined,
  });
  postMessage({ turn, reading: report && readingOf(report) } satisfies ReadingAnswer);
});
