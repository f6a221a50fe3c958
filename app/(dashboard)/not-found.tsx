import { NoticePage } from "@/components/shell/page-head";
import { useLanguage } from "@/components/ui/use-language";

export default function NotFound() {
  const { t } = useLanguage();
  return (
    <NoticePage
      title={t("shell.notices.not_found")}
      summary={t("shell.notices.not_found_in_school")}
      link={{ href: "/", label: t("shell.notices.to_start") }}
    />
  );
}
