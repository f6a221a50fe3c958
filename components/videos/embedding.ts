/** What a course page must hold for a video to be measured; `origin` is where Lectern is reached. */
export function embedding(video: { video_id: string; course_id: string }, origin: string): string {
  return `<script src="${origin}/tracker.js" defer></script>
<video src="…" controls
  data-video-analytics
  data-video-id="${video.video_id}"
  data-course-id="${video.course_id}"></video>`;
}
