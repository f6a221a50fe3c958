import { count, hours, minutes, percent, place, ratio, seconds, type Term } from "./terms";

/** The numbers of course videos: of one video, of several, and of some of a video's views. */
export const videoTerms = {
  // One video
  duration_seconds: seconds("Length", "How long the video is, in whole seconds, at least 1."),
  total_views: count(
    "Views",
    "Times the player was loaded, without previews. A view that is sent twice counts once. Playbacks that look automated are left out unless staff count them.",
  ),
  playbacks: count(
    "Playbacks in the group",
    "Playbacks that began at one address within ten minutes and look automated, because they are too many or too fast. No other number includes them unless staff count them.",
  ),
  preview_views: count(
    "Previews",
    "Times the player was loaded as a preview, by the people who teach with the video. No other number includes previews.",
  ),
  unique_viewers: count(
    "Viewers",
    "People with at least one view, each counted once. Each view without a known viewer counts as one viewer.",
  ),
  unique_completers: count(
    "Completed by",
    "Viewers who watched, over all their views, at least the share of the video that the school sets as complete. A player that reports no ranges can also report the completion.",
  ),
  total_watch_time_seconds: seconds(
    "Watch time",
    "Seconds of the video that were played, including replays. Of views whose player reports nothing that proves it, the total that it reports.",
  ),
  average_watch_time_seconds: seconds(
    "Average watch time",
    "Average of what is proven to have been played, of the views that played.",
    "Proven watch time ÷ views that played at least one second",
  ),
  longest_watch_time_seconds: seconds("Longest watch time", "The proven watch time of the longest view."),
  average_watched_percentage: percent(
    "Average watched",
    "Average share of the video that a view played. Views that played nothing are left out; replays add nothing.",
    "Seconds watched ÷ (views that played × length)",
  ),
  replay_ratio: ratio(
    "Replayed",
    "Plays of each second that was watched. 1 means that nothing was replayed.",
    "Seconds played, including replays ÷ seconds watched",
  ),
  completion_rate: percent(
    "Completed",
    "Share of the viewers who completed the video. Skipping to the end does not complete it.",
    "Completed by ÷ viewers",
  ),
  play_rate: percent(
    "Played",
    "Share of the views in which play was pressed.",
    "Views with any play ÷ views",
  ),
  drop_off_rate: percent(
    "Left before half",
    "Share of the views that played less than half of the video.",
    "Views that played less than half ÷ views",
  ),
  play_count: count("Plays", "Times playback started."),
  pause_count: count("Pauses", "Times the video was paused."),
  seek_count: count("Seeks", "Times a viewer jumped to another position."),
  average_playback_speed: ratio(
    "Average speed",
    "Average playback speed, weighted by how long each view lasted.",
    "Watch time ÷ time that passed",
  ),
  rebuffering_ratio: percent(
    "Rebuffering",
    "Share of the time that viewers waited for the video to load while playing.",
    "Waiting time ÷ (waiting time + playing time)",
  ),
  delivered_minutes: minutes(
    "Delivered",
    "Minutes of the video that Cloudflare Stream sent to players, counted by Cloudflare. It includes what was loaded and not watched, previews, and players without the tracker.",
  ),
  live_viewers: count("Watching now", "People who watch the live video now, counted by Cloudflare Stream."),
  blocked_players: count(
    "Players with a blocked script",
    "Players in frames that could not be followed because their page did not load the provider's script. No other number includes them.",
  ),
  silent_players: count(
    "Players that did not answer",
    "Players in frames that could not be followed because they did not answer the provider's script. No other number includes them.",
  ),
  waiting_beacons: count(
    "Waiting beacons",
    "Beacons of an address that is no video of the school yet. They count once it is mapped to one within seven days.",
  ),
  waiting_playbacks: count(
    "Waiting playbacks",
    "Playbacks of an address that is no video of the school yet. They count once it is mapped to one within seven days.",
  ),
  rank: place("Rank", "The video's place by views among all videos that you can see."),
  rank_change: place(
    "Rank change",
    "Places gained (+) or lost (−) compared with the previous period of the same length.",
    "Previous rank − rank",
  ),

  // All videos, and a course
  total_videos_with_analytics: count("Videos with views", "Videos with at least one view."),
  total_videos: count("Videos", "Videos of the course, with or without views."),
  total_unique_viewers: count(
    "Viewers",
    "People with at least one view of any of the videos, each counted once.",
  ),
  total_watch_time_hours: hours("Watch time", "The watch time of all the videos."),
  average_completion_rate: percent(
    "Average completed",
    "The mean of the videos' completion rates. Each video counts the same.",
    "Sum of Completed ÷ videos with views",
  ),
  "videos_by_completion_rate.high": count(
    "Over 75 %",
    "Videos completed by more than 75 % of their viewers.",
  ),
  "videos_by_completion_rate.medium": count("50 to 75 %", "Videos completed by 50 to 75 % of their viewers."),
  "videos_by_completion_rate.low": count(
    "Under 50 %",
    "Videos completed by less than 50 % of their viewers.",
  ),

  // Some of a video's views
  views: count("Views", "Views in this group, without previews."),
  percentage: percent(
    "Share of views",
    "This group's share of all views.",
    "Views in this group ÷ all views",
  ),
  watch_time_seconds: seconds("Watch time", "The watch time of these views."),
  completed: count(
    "Completed",
    "Views on this day that by themselves played at least the share of the video that the school sets as complete.",
  ),
  "quality.percentage": percent(
    "Share of watch time",
    "Share of the watch time at this picture quality.",
    "Watch time at this quality ÷ watch time with known quality",
  ),
} satisfies Record<string, Term>;
