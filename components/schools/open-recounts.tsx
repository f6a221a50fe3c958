"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useLanguage } from "../ui/use-language";

/** How often the page asks how far they are, in milliseconds. */
const intervalMs = 2_000;

/** Says how far the recounts after a change of settings are, until they have ended. */
export function OpenRecounts({ children: lines }: { children: readonly string[] }) {
  const { t } = useLanguage();
  const router = useRouter();
  const open = lines.length > 0;
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(() => router.refresh(), intervalMs);
    return () => clearInterval(timer);
  }, [open, router]);
  return (
    <div role="status" className={open ? "mt-6 rounded-md bg-sunk px-3 py-2 text-small" : "sr-only"}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {open ? <Link href="/work">{t("school.form.all_work")}</Link> : null}
    </div>
  );
}
