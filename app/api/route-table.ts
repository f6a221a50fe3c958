import type { RouteLine } from "@/lib/auth/openapi";
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
