import type { RouteLine } from "@/lib/http/openapi";
import * as missing from "./[...missing]/route";
import * as heatmapExport from "./admin/analytics/heatmap/[videoId]/export/route";
import * as heatmap from "./admin/analytics/heatmap/[videoId]/route";
import * as retentionExport from "./admin/analytics/videos/[videoId]/retention/export/route";
import * as retention from "./admin/analytics/videos/[videoId]/retention/route";
import * as video from "./admin/analytics/videos/[videoId]/route";
import * as viewersExport from "./admin/analytics/videos/[videoId]/viewers/export/route";
import * as viewers from "./admin/analytics/videos/[videoId]/viewers/route";
import * as courseVideos from "./admin/analytics/videos/course/[courseId]/route";
import * as videosExport from "./admin/analytics/videos/export/route";
import * as videos from "./admin/analytics/videos/route";
import * as sessionsOverview from "./admin/training/analytics/overview/route";
import * as oneImport from "./admin/training/imports/[importId]/route";
import * as imports from "./admin/training/imports/route";
import * as liveSessions from "./admin/training/live/route";
import * as sessionAnalytics from "./admin/training/sessions/[sessionId]/analytics/route";
import * as attendanceExport from "./admin/training/sessions/[sessionId]/attendance/export/route";
import * as attendance from "./admin/training/sessions/[sessionId]/attendance/route";
import * as attendee from "./admin/training/sessions/[sessionId]/attendees/[attendeeId]/route";
import * as engagement from "./admin/training/sessions/[sessionId]/engagement/route";
import * as liveSession from "./admin/training/sessions/[sessionId]/live/route";
import * as peakViewers from "./admin/training/sessions/[sessionId]/peak-viewers/route";
import * as sessionPeople from "./admin/training/sessions/[sessionId]/people/route";
import * as registrations from "./admin/training/sessions/[sessionId]/registrations/route";
import * as session from "./admin/training/sessions/[sessionId]/route";
import * as scoreExport from "./admin/training/sessions/[sessionId]/score/export/route";
import * as timelineExport from "./admin/training/sessions/[sessionId]/timeline/export/route";
import * as compareExport from "./admin/training/sessions/compare/export/route";
import * as compareSessions from "./admin/training/sessions/compare/route";
import * as sessionsExport from "./admin/training/sessions/export/route";
import * as sessions from "./admin/training/sessions/route";
import * as videoBatch from "./analytics/video-batch/route";
import * as videoComplete from "./analytics/video-complete/route";
import * as videoProgress from "./analytics/video-progress/route";
import * as videoView from "./analytics/video-view/route";
import * as nextAuth from "./auth/[...nextauth]/route";
import * as authToken from "./auth/token/route";
import * as find from "./find/route";
import * as live from "./health/live/route";
import * as ready from "./health/ready/route";
import * as openApi from "./openapi.json/route";
import * as playbackTokens from "./playback-tokens/route";
import * as liveFeedback from "./sessions/[sessionId]/feedback/route";
import * as liveMessages from "./sessions/[sessionId]/messages/route";
import * as livePresence from "./sessions/[sessionId]/presence/route";
import * as liveReactions from "./sessions/[sessionId]/reactions/route";
import * as token from "./tokens/[tokenId]/route";
import * as tokens from "./tokens/route";
import * as ownProgress from "./videos/[videoId]/progress/route";
import * as ownCourseProgress from "./videos/progress/route";

/** Every route of the API, in the order in which the reference shows them; who may call each stands in its declaration. */
export const routeTable: readonly RouteLine[] = [
  { method: "POST", path: "/api/auth/token", handler: authToken.POST },
  { method: "GET", path: "/api/auth/{nextauth}", handler: nextAuth.GET },
  { method: "POST", path: "/api/auth/{nextauth}", handler: nextAuth.POST },
  { method: "GET", path: "/api/tokens", handler: tokens.GET },
  { method: "POST", path: "/api/tokens", handler: tokens.POST },
  { method: "DELETE", path: "/api/tokens/{tokenId}", handler: token.DELETE },
  { method: "POST", path: "/api/playback-tokens", handler: playbackTokens.POST },
  { method: "POST", path: "/api/analytics/video-view", handler: videoView.POST },
  { method: "POST", path: "/api/analytics/video-progress", handler: videoProgress.POST },
  { method: "POST", path: "/api/analytics/video-complete", handler: videoComplete.POST },
  { method: "POST", path: "/api/analytics/video-batch", handler: videoBatch.POST },
  { method: "POST", path: "/api/sessions/{sessionId}/presence", handler: livePresence.POST },
  { method: "POST", path: "/api/sessions/{sessionId}/messages", handler: liveMessages.POST },
  { method: "POST", path: "/api/sessions/{sessionId}/reactions", handler: liveReactions.POST },
  { method: "POST", path: "/api/sessions/{sessionId}/feedback", handler: liveFeedback.POST },
  { method: "GET", path: "/api/admin/analytics/videos", handler: videos.GET },
  { method: "GET", path: "/api/admin/analytics/videos/export", handler: videosExport.GET },
  { method: "GET", path: "/api/admin/analytics/videos/course/{courseId}", handler: courseVideos.GET },
  { method: "GET", path: "/api/admin/analytics/videos/{videoId}", handler: video.GET },
  { method: "GET", path: "/api/admin/analytics/videos/{videoId}/retention", handler: retention.GET },
  {
    method: "GET",
    path: "/api/admin/analytics/videos/{videoId}/retention/export",
    handler: retentionExport.GET,
  },
  { method: "GET", path: "/api/admin/analytics/videos/{videoId}/viewers", handler: viewers.GET },
  { method: "GET", path: "/api/admin/analytics/videos/{videoId}/viewers/export", handler: viewersExport.GET },
  { method: "GET", path: "/api/admin/analytics/heatmap/{videoId}", handler: heatmap.GET },
  { method: "GET", path: "/api/admin/analytics/heatmap/{videoId}/export", handler: heatmapExport.GET },
  { method: "GET", path: "/api/admin/training/sessions", handler: sessions.GET },
  { method: "POST", path: "/api/admin/training/sessions", handler: sessions.POST },
  { method: "PATCH", path: "/api/admin/training/sessions/{sessionId}", handler: session.PATCH },
  { method: "DELETE", path: "/api/admin/training/sessions/{sessionId}", handler: session.DELETE },
  { method: "GET", path: "/api/admin/training/sessions/{sessionId}/people", handler: sessionPeople.GET },
  {
    method: "POST",
    path: "/api/admin/training/sessions/{sessionId}/registrations",
    handler: registrations.POST,
  },
  {
    method: "PATCH",
    path: "/api/admin/training/sessions/{sessionId}/attendees/{attendeeId}",
    handler: attendee.PATCH,
  },
  { method: "GET", path: "/api/admin/training/sessions/export", handler: sessionsExport.GET },
  { method: "POST", path: "/api/admin/training/sessions/compare", handler: compareSessions.POST },
  { method: "GET", path: "/api/admin/training/sessions/compare/export", handler: compareExport.GET },
  {
    method: "GET",
    path: "/api/admin/training/sessions/{sessionId}/analytics",
    handler: sessionAnalytics.GET,
  },
  { method: "GET", path: "/api/admin/training/sessions/{sessionId}/attendance", handler: attendance.GET },
  {
    method: "GET",
    path: "/api/admin/training/sessions/{sessionId}/attendance/export",
    handler: attendanceExport.GET,
  },
  { method: "GET", path: "/api/admin/training/sessions/{sessionId}/engagement", handler: engagement.GET },
  { method: "GET", path: "/api/admin/training/sessions/{sessionId}/peak-viewers", handler: peakViewers.GET },
  {
    method: "GET",
    path: "/api/admin/training/sessions/{sessionId}/timeline/export",
    handler: timelineExport.GET,
  },
  { method: "GET", path: "/api/admin/training/sessions/{sessionId}/score/export", handler: scoreExport.GET },
  { method: "GET", path: "/api/admin/training/sessions/{sessionId}/live", handler: liveSession.GET },
  { method: "GET", path: "/api/admin/training/live", handler: liveSessions.GET },
  { method: "GET", path: "/api/admin/training/analytics/overview", handler: sessionsOverview.GET },
  { method: "GET", path: "/api/admin/training/imports", handler: imports.GET },
  { method: "POST", path: "/api/admin/training/imports", handler: imports.POST },
  { method: "DELETE", path: "/api/admin/training/imports/{importId}", handler: oneImport.DELETE },
  { method: "GET", path: "/api/videos/{videoId}/progress", handler: ownProgress.GET },
  { method: "GET", path: "/api/videos/progress", handler: ownCourseProgress.GET },
  { method: "GET", path: "/api/find", handler: find.GET },
  { method: "GET", path: "/api/health/live", handler: live.GET },
  { method: "GET", path: "/api/health/ready", handler: ready.GET },
  { method: "GET", path: "/api/openapi.json", handler: openApi.GET },
  { method: "GET", path: "/api/{missing}", handler: missing.GET },
  { method: "POST", path: "/api/{missing}", handler: missing.POST },
  { method: "PUT", path: "/api/{missing}", handler: missing.PUT },
  { method: "PATCH", path: "/api/{missing}", handler: missing.PATCH },
  { method: "DELETE", path: "/api/{missing}", handler: missing.DELETE },
];
