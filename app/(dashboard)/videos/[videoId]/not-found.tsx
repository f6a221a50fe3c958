import { NoticePage } from "@/components/shell/page-head";
import { useLanguage } from "@/components/ui/use-language";

export default function NoSuchVideo() {
  const { t } = useLanguage();
  return (
    <NoticePage
      crumbs={[{ label: t("ui.videos"), href: "/videos" }, { label: t("videos.page.missing_crumb") }]}
      title={t("videos.page.missing_title")}
      summary={t("videos.page.missing")}
      link={{ href: "/videos", label: t("videos.page.see_all") }}
    />
  );
}
