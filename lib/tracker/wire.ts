/* What the two scripts send and read. They import nothing else of Lectern: `components/player/wire.test.ts` compares these types with the routes. */

/** Media seconds `[from, to]`. */
export type Range = [from: number, to: number];

type Viewing = {
  session_id: string;
  token?: string | undefined;
  visitor_id?: string | undefined;
  /** The player's length now; undefined while it is unknown. */
  video_duration_seconds?: number | undefined;
  /** A stream without an end. */
  is_live?: boolean | undefined;
} & Partial<Named> & { video_id?: string | undefined };

/** A video by the address at which the page plays it; `page` is where, without its query. */
export type Named = { address: string; school: string; page: string };

/** A player was loaded. */
export type View = Viewing & {
  type: "view";
  seq?: undefined;
  course_id?: string | undefined;
  lesson_id?: string | undefined;
  is_preview: boolean;
  referrer?: string | undefined;
  /** A frame whose player could not be followed: its script was not loaded, or it did not answer. Not a view. */
  unfollowed?: "blocked" | "silent" | undefined;
};

/** The playback's position and its counters since the player was loaded. */
export type State = {
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
  abandoned?: boolean;
};

/** `played`: what was played since the previous beacon. `lost`: beacons, also of earlier pages, that the page gave up. */
export type Progress = Viewing &
  State & { seq: number; played: Range[]; lost: number } & (
    | { type: "progress" }
    | { type: "complete"; completion_percentage: number }
  );

export type VideoItem = View | Progress;

type AttendeeIdentity = {
  token?: string | undefined;
  visitor_id?: string | undefined;
  name?: string | undefined;
  client_id: string;
};

export type Presence = AttendeeIdentity & { event: "join" | "heartbeat" | "leave"; at: string };
export type Message = AttendeeIdentity & { id: string; text: string; at: string };
export type Reaction = AttendeeIdentity & { id: string; type: string; at: string };
/** An attendee's latest rating replaces the earlier ones. */
export type Feedback = AttendeeIdentity & { rating: number; comment?: string | undefined };

/** One fact and the route that takes it. */
export type LiveItem =
  | { route: "presence"; body: Presence }
  | { route: "messages"; body: Message }
  | { route: "reactions"; body: Reaction }
  | { route: "feedback"; body: Feedback };

/** What an answer may contain. */
export type Answer = {
  /** Why a request was refused. */
  detail?: string;
  /** The status of each item of a batch, in order. */
  results?: { status: number }[];
  /** Answers a view: where this viewer stopped last. */
  resume_position_seconds?: number | null;
  /** Answers a live item. */
  session_status?: string;
};

/** The learning session that an event belongs to. */
type InSession = { session_id?: string | undefined };
type Session = { session_id: string; material_id?: string | undefined };
type CoachMessage = InSession & { message_id: string };

/** Learning events with their properties, and the types that a school has defined. */
export type EventProperties = {
  session_start: Session;
  session_end: Session;
  material_view: InSession & {
    material_id: string;
    material_type: string;
    interaction_type: string;
    progress_percentage?: number | undefined;
  };
  material_complete: InSession & {
    material_id: string;
    material_type: string;
    score_percentage?: number | undefined;
  };
  practice_complete: { practice_id: string; session_type: string; duration_seconds: number };
  xp_earned: InSession & { amount: number; reason: string; material_id?: string | undefined };
  level_up: { level: number };
  achievement_earned: { achievement_id: string; name?: string | undefined };
  streak_update: { streak_days: number };
  ai_message_sent: CoachMessage;
  ai_message_received: CoachMessage & { response_time_ms?: number | undefined };
  ai_feedback_rated: CoachMessage & { rating: number };
  api_request: {
    method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
    route: string;
    status: number;
    duration_ms?: number | undefined;
  };
  api_error: { route: string; code: string; status?: number | undefined };
  search_query: { query: string; results?: number | undefined };
  [custom: `x_${string}`]: InSession & Record<string, string | number | boolean | undefined>;
};

export type LearningItem = {
  event_type: string;
  id: string;
  occurred_at: string;
  properties: Record<string, unknown>;
  user_id?: string;
};
