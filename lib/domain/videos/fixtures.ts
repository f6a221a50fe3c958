import type {
  DeliveredAnswer,
  HeatmapAnswer,
  PopularVideo,
  RetentionAnswer,
  SavedVideo,
  Suspect,
  VideoAddress,
  VideoAnswer,
  VideoSummary,
  ViewerRow,
} from "./schema";

/* One video for the routes' examples: 214 views of 14:32, 131 people. The numbers are consistent. */

export const exampleVideo: VideoSummary = {
  video_id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e31",
  title: "Reading a residual plot",
  course_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a70",
  course_title: "Statistics for everyone",
  lesson_number: "7.2",
  status: "ready",
  duration_seconds: 872,
  published_at: "2026-10-21T08:00:00.000Z",
  total_views: 214,
  preview_views: 3,
  unique_viewers: 131,
  unique_completers: 35,
  total_watch_time_seconds: 132120,
  average_watch_time_seconds: 629.1,
  longest_watch_time_seconds: 1611.4,
  average_watched_percentage: 59,
  replay_ratio: 1.2,
  completion_rate: 26.7,
  play_rate: 98.6,
  drop_off_rate: 38.3,
  play_count: 402,
  pause_count: 377,
  seek_count: 291,
  average_playback_speed: 1.18,
  rebuffering_ratio: 0.4,
  first_view_at: "2026-10-21T17:02:11.000Z",
  last_view_at: "2026-11-20T08:44:03.000Z",
};

/** An upload of a file. */
export const exampleUpload = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b44";

/** A picture of one point. */
export const examplePicture = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);

/** Its settings. */
export const exampleSaved: Omit<SavedVideo, "success"> = {
  id: exampleVideo.video_id,
  external_id: "residual-plot",
  title: exampleVideo.title,
  course_id: exampleVideo.course_id,
  lesson_id: null,
  duration_seconds: 872,
  provider: "file",
  provider_id: null,
  source_url: null,
  page_url: null,
  published_at: exampleVideo.published_at,
  archived_at: null,
  version: 1,
  revision: 2,
};

export const examplePopular: PopularVideo = { ...exampleVideo, rank: 1, rank_change: null };

export const exampleBreakdowns: Omit<VideoAnswer, "success" | "video"> = {
  unfollowed: { blocked_players: 2, silent_players: 0, last_at: "2026-11-19T20:12:44.000Z" },
  waiting: null,
  by_device: [
    { value: "desktop", views: 138, percentage: 64.5, folded: false },
    { value: "mobile", views: 61, percentage: 28.5, folded: false },
    { value: "tablet", views: 15, percentage: 7, folded: false },
  ],
  by_browser: [{ value: "Firefox", views: 214, percentage: 100, folded: false }],
  by_os: [{ value: "Linux", views: 214, percentage: 100, folded: false }],
  by_country: [{ value: "PT", views: 214, percentage: 100, folded: false }],
  by_referrer: [
    { value: "campus.harbour.example", views: 206, percentage: 96.3, folded: false },
    { value: null, views: 8, percentage: 3.7, folded: false },
  ],
  by_proof: [
    { value: "ranges", views: 206, percentage: 97.6, folded: false },
    { value: "positions", views: 5, percentage: 2.4, folded: false },
  ],
  by_quality: [{ value: "720", watch_time_seconds: 120000, percentage: 100, folded: false }],
  by_day: [{ day: "2026-11-18", views: 31, watch_time_seconds: 19140, completed: 6 }],
};

export const exampleDelivered: DeliveredAnswer = {
  success: true,
  state: "connected",
  unavailable_since: null,
  read_at: "2026-11-20T08:31:00.000Z",
  delivered_minutes: 2410.5,
  by_day: [
    { day: "2026-11-18", delivered_minutes: 1650.5 },
    { day: "2026-11-19", delivered_minutes: 760 },
  ],
  by_country: [
    { value: "PT", delivered_minutes: 2305, folded: false },
    { value: null, delivered_minutes: 105.5, folded: false },
  ],
};

export const exampleSegment: HeatmapAnswer["segments"][number] = {
  segment_start: 0,
  segment_end: 10,
  view_count: 209,
  unique_viewers: 130,
  completion_rate: 93.3,
  drop_off_count: 9,
};

/** Three seconds of video, so that the arrays can be read: four views, one of which looked at the middle again. */
export const exampleRetention: RetentionAnswer = {
  success: true,
  video_id: exampleVideo.video_id,
  duration_seconds: 3,
  base: 4,
  covers: [4, 4, 3],
  plays: [4, 5, 3],
  retention_percentage: [100, 100, 75],
  watch_ratio: [1, 1.25, 0.75],
  moments: [
    { kind: "drop_off", from_second: 1, to_second: 2, at_second: 1, value: 25, views: 1, present: 4 },
  ],
  typical: null,
};

export const exampleViewer: ViewerRow = {
  user_id: "0192f3a4-6010-7a11-8c00-1f5b0e7d2c90",
  name: "Mariam Haddad",
  email: "mariam.haddad@harbour.example",
  kind: "user",
  views: 2,
  watch_time_seconds: 822.5,
  watched_percentage: 79,
  completed: false,
  completed_at: null,
  position_seconds: 740.2,
  last_watched_at: "2026-11-19T20:12:44.000Z",
  strip: [
    [0, 180, 1],
    [230, 380, 1],
    [380, 450, 2],
    [450, 740, 1],
  ],
};

export const exampleSuspect: Suspect = {
  id: "0192f3a4-8d20-7a44-b1c7-5e9d20c4f613",
  playbacks: 312,
  first_at: "2026-11-20T14:02:10.000Z",
  last_at: "2026-11-20T14:03:58.000Z",
  found_at: "2026-11-20T14:02:41.000Z",
  decision: null,
  decided_at: null,
};

export const exampleAddress: VideoAddress = {
  id: "0192f3a4-9e10-7c02-a4d1-6f0c2b8e7a55",
  address: "https://moodle.harbour.example/pluginfile.php/41/mod_resource/content/0/residuals.mp4",
  status: "waiting",
  video_id: null,
  video_title: null,
  course_id: exampleVideo.course_id,
  course_title: exampleVideo.course_title,
  course_reference: "statistics-for-everyone",
  page_url: "https://moodle.harbour.example/mod/resource/view.php",
  first_seen_at: "2026-11-20T09:00:12.000Z",
  last_seen_at: "2026-11-20T14:31:40.000Z",
  waiting_beacons: 412,
  waiting_playbacks: 23,
};
