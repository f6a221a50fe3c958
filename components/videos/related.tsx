import { RowLink } from "@/components/tables/row-link";
import { SimpleTable } from "@/components/tables/simple-table";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { RelatedVideos } from "@/lib/domain/videos/related";
import { unknown } from "@/lib/language/numbers";

/** What the viewers of a video also watch, more than others do. `needed`: so many viewers it takes. */
export function Related({ found, needed }: { found: RelatedVideos; needed: number }) {
  const { t, count, percent, decimal } = useLanguage();
  const { viewers, compared, items } = found;
  if (viewers === null || items.length === 0)
    return (
      <Section line title={t("videos.related.title")}>
        <p className="max-w-[780px] text-small text-ink-2">
          {viewers === null
            ? t("videos.related.too_few", { needed })
            : t("videos.related.none", { viewers, compared })}
        </p>
      </Section>
    );
  return (
    <Section line title={t("videos.related.title")} sub={t("videos.related.about", { viewers, compared })}>
      <SimpleTable
        label={t("videos.related.title")}
        rows={items}
        rowKey={({ video_id }) => video_id}
        linked
        wide
        columns={[
          {
            label: t("ui.video"),
            className: "min-w-[160px]",
            cell: ({ video_id, title }) => <RowLink href={`/videos/${video_id}`}>{title}</RowLink>,
          },
          { label: t("ui.course"), className: "min-w-[140px]", cell: ({ course_title }) => course_title },
          {
            label: t("videos.related.both"),
            align: "end",
            className: "whitespace-nowrap",
            cell: ({ viewers_of_both }) => count(viewers_of_both),
          },
          {
            label: t("videos.related.share"),
            align: "end",
            className: "whitespace-nowrap",
            cell: (row) => percent(row.viewers_of_both_percentage),
          },
          {
            label: t("videos.related.ratio"),
            align: "end",
            className: "whitespace-nowrap",
            cell: ({ ratio }) => (ratio === null ? unknown : decimal(ratio)),
          },
          {
            label: t("videos.related.ratio_low"),
            align: "end",
            className: "whitespace-nowrap",
            cell: ({ ratio_low }) => decimal(ratio_low, 2),
          },
        ]}
      />
    </Section>
  );
}
