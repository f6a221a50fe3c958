import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { currentLanguage } from "@/lib/auth/language";
import { privacyNoticeOf } from "@/lib/domain/schools/queries";
import { schoolParams } from "@/lib/domain/schools/schema";
import { parse } from "@/lib/platform/problem";

type Props = { params: Promise<{ schoolId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("school.public.privacy") };
}

/** A school's privacy notice, for everybody. */
export default async function PrivacyPage({ params }: Props) {
  const given = await params;
  const { t } = await currentLanguage();
  const { name, notice } = await reached(
    (async () => privacyNoticeOf(parse(schoolParams, given).schoolId))(),
    `/privacy/${given.schoolId}`,
  );
  return (
    <>
      <h1 className="text-title">{t("school.public.privacy_at", { school: name })}</h1>
      <p className="mt-4 whitespace-pre-wrap break-words text-ink-2">{notice}</p>
    </>
  );
}
