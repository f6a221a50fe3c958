import { NoticePage } from "@/components/shell/page-head";
import { useLanguage } from "@/components/ui/use-language";

export default function Forbidden() {
  const { t } = useLanguage();
  return (
    <NoticePage
      crumbs={[{ label: t("shell.notices.no_access_crumb") }]}
      title={t("shell.notices.no_access")}
      summary={t("shell.notices.no_access_about")}
      link={{ href: "/", label: t("shell.notices.to_start") }}
    />
  );
}
