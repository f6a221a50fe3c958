import type { PresenceDetail, ReportFormat } from "@/lib/measure/attendance-report";

/** Formats as people call them. */
export const formatNames: Record<ReportFormat, string> = {
  zoom_meeting_classic: "Zoom meeting",
  zoom_meeting: "Zoom meeting",
  zoom_webinar: "Zoom webinar",
  teams: "Microsoft Teams",
  teams_2021: "Microsoft Teams (2021)",
  teams_2020: "Microsoft Teams (2020)",
  meet: "Google Meet",
  bigbluebutton: "BigBlueButton",
};

/** What a report's kind of presence lets be known. */
export const presenceWords: Record<PresenceDetail, string> = {
  spans: "Every stay of every person",
  first_to_last: "One stay a person, from first to last: how many were there at once is an upper bound",
  durations: "Only how long each was there: how many were there at once cannot be known",
};

/** Where each platform keeps its report. */
export const understood = "a report from Zoom, Microsoft Teams, Google Meet or BigBlueButton";
