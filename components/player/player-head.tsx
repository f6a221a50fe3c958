import type { ReactNode } from "react";
import { Lead } from "../shell/page-head";
import { LinkButton } from "../ui/link-button";
import { useLanguage } from "../ui/use-language";

/** The head of the demo's watch page and live room: the title, and a sentence about what the page records. */
export function PlayerHead({
  title,
  meta,
  analyticsHref,
  linkLabel,
  children,
}: {
  title: string;
  meta: ReactNode;
  /** Null for a user who may not read the numbers. */
  analyticsHref: string | null;
  /** In place of "Analytics". */
  linkLabel?: string;
  children: ReactNode;
}) {
  const { t } = useLanguage();
  return (
    <>
      <div className="flex items-start justify-between gap-8 pt-3 max-rail:block max-rail:pt-5">
        <div>
          <h1 className="text-title text-balance max-rail:text-[22px] max-rail:leading-7">{title}</h1>
          <p className="mt-1 text-body text-ink-2">{meta}</p>
        </div>
        {analyticsHref ? (
          <LinkButton href={analyticsHref} className="max-rail:mt-3">
            {linkLabel ?? t("player.pages.analytics")}
          </LinkButton>
        ) : null}
      </div>
      <Lead>{children}</Lead>
    </>
  );
}
