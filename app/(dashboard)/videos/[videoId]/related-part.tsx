import "server-only";
import { Section } from "@/components/ui/section";
import { Related } from "@/components/videos/related";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import type { Video } from "@/lib/domain/videos/queries/reach";
import { relatedVideos } from "@/lib/domain/videos/queries/related";
import { relatedQuery } from "@/lib/domain/videos/related";
import { fewest } from "@/lib/measure/evidence";
import { AppError } from "@/lib/platform/errors";

/** What the viewers of the video also watch; or why it cannot be counted now. */
export async function RelatedPart({ scope, video }: { scope: Scope; video: Video }) {
  const { limit } = relatedQuery.parse({});
  const [language, { minimum_group_size }, found] = await Promise.all([
    currentLanguage(),
    ownSchool(scope),
    relatedVideos(scope, video, limit).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "unavailable") return error;
      throw error;
    }),
  ]);
  if (found instanceof AppError)
    return (
      <Section line title={language.t("videos.related.title")}>
        <p className="text-small text-ink-2">{found.detailIn(language)}</p>
      </Section>
    );
  return <Related found={found} needed={Math.max(minimum_group_size, fewest.people_for_comparison)} />;
}
