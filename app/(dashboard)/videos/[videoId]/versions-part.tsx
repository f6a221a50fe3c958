import "server-only";
import { CursorProvider } from "@/components/charts/cursor";
import { Versions } from "@/components/videos/versions";
import { currentLanguage } from "@/lib/auth/language";
import type { Video } from "@/lib/domain/videos/queries/reach";
import { sampledRetention } from "@/lib/domain/videos/queries/retention";
import { totalsOfVideo } from "@/lib/domain/videos/queries/totals";
import { earlierVersions } from "@/lib/domain/videos/queries/versions";
import { dateFormat } from "@/lib/language/dates";
import { mediaTime } from "@/lib/language/numbers";

/** Points of each version's curve. */
const curvePoints = 100;
/** Colours that can be told apart. */
const shownVersions = 6;

/** The curves of this version and of the latest ones before it; nothing while the file was never replaced. */
export async function VersionsPart({ video }: { video: Video }) {
  if (video.version === 1) return null;
  const [all, language] = await Promise.all([earlierVersions(video), currentLanguage()]);
  const earlier = all.slice(0, shownVersions - 1);
  const [totals, curves] = await Promise.all([
    totalsOfVideo(video),
    sampledRetention([video.id, ...earlier.map(({ id }) => id)], curvePoints),
  ]);
  const { t } = language;
  const until = (at: Date | null) => (at ? dateFormat(language.code).longDate(at, video.time_zone) : "");
  const length = (ms: number | null) => (ms === null ? t("ui.unknown") : mediaTime(ms / 1000));
  return (
    <CursorProvider>
      <Versions
        sub={t("videos.versions.about")}
        versions={[
          {
            version: video.version,
            name: t("videos.versions.current", { version: video.version }),
            views: totals.views,
            length: length(video.duration_ms),
            shares: curves.get(video.id) ?? [],
          },
          ...earlier.map(({ id, version, archived_at, views, duration_ms }) => ({
            version,
            name: t("videos.versions.until", { version, day: until(archived_at) }),
            views,
            length: length(duration_ms),
            shares: curves.get(id) ?? [],
          })),
        ]}
      />
    </CursorProvider>
  );
}
