import { z } from "zod";
import { PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { OwnVideos } from "@/components/videos/own-videos";
import { ownSchool } from "@/lib/auth/school";
import { isStaff } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { ownVideos } from "@/lib/domain/videos/queries/progress";
import { paging } from "@/lib/http/contract";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/platform/time";
import { Overview } from "./overview";
import { shownIn } from "./shown";

const rowsOnAPage = 25;
const pageQuery = z.object(paging(rowsOnAPage));

/** The start page: the overview for staff; for a student their own progress, with links to continue. */
export default async function Home({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireScope(), searchParams]);
  if (isStaff(scope)) return <Overview scope={scope} search={search} />;
  const [school, videos] = await Promise.all([
    ownSchool(scope),
    ownVideos(scope, queryFromUrl(pageQuery, search)),
  ]);
  const timeZone = school.time_zone;
  const shown = shownIn(new Date(), timeZone);
  return (
    <>
      <PageHead
        title="My learning"
        meta={[scope.name, zoneName(timeZone)]}
        summary={
          videos.total > 0 ? (
            <>
              You have started{" "}
              <b>
                {videos.begun} of {videos.total} videos
              </b>{" "}
              in your courses. Only you and the people who teach them see this.
            </>
          ) : null
        }
      />
      {videos.total === 0 && videos.items.length === 0 ? (
        <Empty place="page" title="No videos yet">
          The videos of your courses appear here, with how much you have watched and where you stopped.
        </Empty>
      ) : (
        <OwnVideos
          rows={videos.items.map((video) => ({
            ...video,
            place: video.lesson_number
              ? `${video.course_title}, lesson ${video.lesson_number}`
              : video.course_title,
            last: video.last_watched_at ? shown(video.last_watched_at) : null,
          }))}
          total={videos.total}
          limit={rowsOnAPage}
        />
      )}
    </>
  );
}
