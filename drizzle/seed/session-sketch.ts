import type { sessions } from "@/lib/db/tables/sessions";

/* How a series of live sessions is written down in the demo's catalogue. */

/** What befalls a meeting. */
export type Incident =
  /** A pause halfway, at which a quarter leaves. */
  | "break"
  /** The sound fails, and people say so. */
  | "sound"
  /** Too much in too little time. */
  | "fast"
  /** Chat is switched off. */
  | "no chat"
  /** Open to whoever comes: nobody registers. */
  | "drop-in"
  /** Nobody comes. */
  | "nobody"
  | "cancelled";

export type MeetingSketch = {
  /** The week of the course, or of the series, in which it takes place. */
  week: number;
  title: string;
  /** The lesson whose video is its recording. */
  recording: string | null;
  incidents: Incident[];
};

export type SeriesSketch = {
  title: string;
  /** A course's code; null: open to the whole school. */
  course: string | null;
  /** A key of the school's staff. */
  teacher: string;
  format: (typeof sessions.$inferInsert)["format"] & string;
  /** 1 is Monday. */
  weekday: number;
  /** Hours after midnight. */
  hour: number;
  minutes: number;
  /** How many weeks before this one its week 1 was. */
  begun_weeks_ago: number;
  /** How many of the course's students (or the school's) it is for. */
  people: number;
  /** Guests from elsewhere who register with an address. */
  outsiders: number;
  /** The share of the registered who come, at the series' usual. */
  show: number;
  /** Messages a head. */
  talk: number;
  /** Stars. */
  mood: number;
  /** How all that changes from its first meeting to its last: 0.2 is a fifth more. */
  trend: number;
  /** Whether its oldest meetings may be left out, so that the school has held as many as it is said to have. */
  open_ended: boolean;
  meetings: MeetingSketch[];
};

/** One line a meeting: `7 | Residuals and what they tell you | 7.1 | break, sound`; `-` where there is no recording. */
export function meetings(lines: string): MeetingSketch[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [week = "", title = "", recording = "-", incidents = ""] = line
        .split("|")
        .map((part) => part.trim());
      return {
        week: Number(week),
        title,
        recording: recording === "-" ? null : recording,
        incidents: incidents ? (incidents.split(", ") as Incident[]) : [],
      };
    });
}

/** A call that is repeated under one name. */
export const calls = (weeks: number[], title: string, incidents: Partial<Record<number, Incident[]>> = {}) =>
  weeks.map((week): MeetingSketch => ({ week, title, recording: null, incidents: incidents[week] ?? [] }));
