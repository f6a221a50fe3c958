import Link from "next/link";
import { useLanguage } from "../ui/use-language";

/** A link to a school's privacy notice: its own page, or ours with its text. Nothing without a notice. */
export function PrivacyLink({ school }: { school: { id: string | null; privacy_notice: string | null } }) {
  const { t } = useLanguage();
  const { id, privacy_notice: notice } = school;
  if (!notice || !id) return null;
  const words = t("school.public.privacy");
  return (
    <p className="mt-8 text-small print:hidden">
      {/^https?:\/\/\S+$/.test(notice) ? (
        <a href={notice} rel="noreferrer">
          {words}
        </a>
      ) : (
        <Link href={`/privacy/${id}`}>{words}</Link>
      )}
    </p>
  );
}
