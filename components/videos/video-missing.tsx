import type { ReactNode } from "react";
import { useLanguage } from "../ui/use-language";

/** A line in the player's place where there is no file to play: says why, and where the video can be watched. */
export function VideoMissing({
  provider,
  pageUrl,
  tools,
}: {
  provider: "cloudflare" | "file";
  pageUrl: string | null;
  /** For those who can add the address. */
  tools?: ReactNode;
}) {
  const { t } = useLanguage();
  return (
    <p className="mt-6 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-sunk px-3 py-2 text-small text-ink-2 print:hidden">
      <span className="min-w-0 flex-1 basis-60">
        {t(provider === "cloudflare" ? "videos.page.on_cloudflare" : "videos.page.no_address")}
        {pageUrl ? (
          <>
            {" "}
            <a href={pageUrl} className="underline">
              {t("videos.page.open_course_page")}
            </a>
          </>
        ) : null}
      </span>
      {tools}
    </p>
  );
}
