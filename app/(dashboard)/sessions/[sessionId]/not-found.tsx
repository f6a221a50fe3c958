import { NoticePage } from "@/components/shell/page-head";
import { useLanguage } from "@/components/ui/use-language";

export default function NoSuchSession() {
  const { t } = useLanguage();
  return (
    <NoticePage
      crumbs={[{ label: t("ui.sessions"), href: "/sessions" }, { label: t("session.page.not_found") }]}
      title={t("session.page.not_found_title")}
      summary={t("session.page.not_found_about")}
      link={{ href: "/sessions", label: t("session.page.see_all") }}
    />
  );
}
