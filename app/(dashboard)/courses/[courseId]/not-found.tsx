import { NoticePage } from "@/components/shell/page-head";
import { useLanguage } from "@/components/ui/use-language";

export default function NoSuchCourse() {
  const { t } = useLanguage();
  return (
    <NoticePage
      crumbs={[{ label: t("courses.list.title"), href: "/courses" }, { label: t("courses.page.not_found") }]}
      title={t("courses.page.not_found_title")}
      summary={t("courses.page.not_found_about")}
      link={{ href: "/courses", label: t("courses.page.see_all") }}
    />
  );
}
