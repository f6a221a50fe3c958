/*
 * What goes over the wire, in the tracker's own words: the script ships to strangers' pages and imports nothing from the
 * house. A test beside the demo player holds these to the routes' schemas.
 */

/** Media seconds `[from, to]`. */
export type Range = [from: number, to: number];

type Identity = { session_id: string; token?: string | undefined; visitor_id?: string | undefined };

/** A player was loaded. */
export type View = Identity & {
  type: "view";
  seq?: undefined;
  video_id: string;
  course_id: string;
  lesson_id?: string | undefined;
  video_duration_seconds?: number | undefined;
  is_preview: boolean;
  referrer?: string | undefined;
};

/** Where a playback stands: absolute counters, and what was played since the beacon before. */
export type State = {
  video_id: string;
  current_position_seconds: number;
  watch_time_seconds: number;
  play_count: number;
  pause_count: number;
  seek_count: number;
  average_playback_speed?: number | undefined;
  quality_changes: number;
  /** Media seconds by picture height. */
  quality: Record<string, number>;
  rebuffer_count: number;
  rebuffer_ms: number;
  startup_ms?: number | undefined;
  retries: number;
  abandoned: boolean;
};

export type Progress = Identity &
  State & { seq: number; played: Range[] } & (
    | { type: "progress" }
    | { type: "complete"; completion_percentage: number }
  );

export type Item = View | Progress;

/** What an answer may say: a view's where to go on, a batch's what became of each item, in order. */
export type Answer = { resume_position_seconds?: number | null; results?: { status: number }[] };
