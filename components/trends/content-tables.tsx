import { RowLink } from "@/components/tables/row-link";
import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import type { ContentTrends } from "@/lib/domain/videos/content-trends";

type Watched = Pick<
  ContentTrends["most_viewed"][number],
  "views" | "watch_time_seconds" | "completed_views" | "completed_views_percentage"
>;

/** The columns that videos and courses share. */
function useSums() {
  const { t, count, duration, shareOfPeople } = useLanguage();
  return [
    { label: t("ui.views"), align: "end" as const, cell: ({ views }: Watched) => count(views) },
    {
      label: t("trends.tables.watched"),
      align: "end" as const,
      className: "whitespace-nowrap",
      cell: ({ watch_time_seconds }: Watched) => duration(watch_time_seconds),
    },
    {
      label: t("trends.tables.completed"),
      align: "end" as const,
      className: "whitespace-nowrap",
      cell: ({ completed_views, views, completed_views_percentage }: Watched) =>
        shareOfPeople(completed_views, views, completed_views_percentage),
    },
  ];
}

export function MostViewed({ rows }: { rows: ContentTrends["most_viewed"] }) {
  const { t } = useLanguage();
  const sums = useSums();
  return (
    <SimpleTable
      label={t("trends.tables.videos")}
      rows={rows}
      rowKey={({ video_id }) => video_id}
      linked
      wide
      columns={[
        {
          label: t("ui.video"),
          cell: ({ video_id, title }) => <RowLink href={`/videos/${video_id}`}>{title}</RowLink>,
        },
        { label: t("ui.course"), cell: ({ course_title }) => course_title },
        ...sums,
      ]}
    />
  );
}

export function CompletionByCourse({ rows }: { rows: ContentTrends["completion_by_course"] }) {
  const { t, count } = useLanguage();
  const sums = useSums();
  return (
    <SimpleTable
      label={t("trends.tables.courses")}
      rows={rows}
      rowKey={({ course_id }) => course_id}
      linked
      wide
      columns={[
        {
          label: t("ui.course"),
          cell: ({ course_id, title }) => <RowLink href={`/courses/${course_id}`}>{title}</RowLink>,
        },
        { label: t("ui.videos"), align: "end", cell: ({ viewed_videos }) => count(viewed_videos) },
        ...sums,
      ]}
    />
  );
}
