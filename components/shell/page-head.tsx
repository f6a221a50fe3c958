import Link from "next/link";
import { type ComponentProps, Fragment, type ReactNode } from "react";
import type { Finding } from "@/lib/platform/phrases";
import { LinkButton } from "../ui/link-button";
import { useLanguage } from "../ui/use-language";
import { FindButton, PrintButton } from "./commands";

type Crumb = { label: string; href?: string };

/** The top line of every page: breadcrumbs, of which the last is the page itself, and the search. */
function TopLine({ crumbs }: { crumbs: Crumb[] }) {
  const { t } = useLanguage();
  return (
    <div className="flex h-14 items-center gap-4 text-small text-ink-3 max-sidebar:hidden print:hidden">
      <nav aria-label={t("shell.frame.breadcrumb")} className="min-w-0">
        <ol className="flex items-center gap-2">
          {crumbs.map((crumb, index) => (
            <Fragment key={crumb.label}>
              {index ? (
                <li aria-hidden="true" className="text-line-strong">
                  /
                </li>
              ) : null}
              <li className="min-w-0 truncate">
                {crumb.href ? (
                  <Link href={crumb.href} className="inline-block py-1 text-ink-2">
                    {crumb.label}
                  </Link>
                ) : (
                  <span aria-current="page">{crumb.label}</span>
                )}
              </li>
            </Fragment>
          ))}
        </ol>
      </nav>
      <FindButton />
      <PrintButton />
    </div>
  );
}

/** How every page begins: crumbs, title, one line about it (with the time zone), a summary, and actions at the right. */
export function PageHead({
  title,
  crumbs = [{ label: title }],
  meta,
  summary,
  actions,
}: {
  title: string;
  /** The breadcrumbs; for a page in the sidebar only its title. */
  crumbs?: Crumb[];
  /** The parts of the line under the title; a dot is set between them. */
  meta?: ReactNode[];
  /** The numbers in a sentence or two: `Findings`, or text with the key clause in `<b>`. */
  summary?: ReactNode;
  actions?: ReactNode;
}) {
  const parts = meta?.filter(Boolean) ?? [];
  return (
    <>
      <TopLine crumbs={crumbs} />
      <header className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-8 gap-y-1 pt-3 max-rail:block max-sidebar:pt-5">
        <h1 className="text-title text-balance max-columns:text-[22px] max-columns:leading-7">{title}</h1>
        {parts.length ? (
          <p className="col-span-full text-body text-ink-2">
            <Dotted parts={parts} />
          </p>
        ) : null}
        {actions ? (
          <div className="col-start-2 row-start-1 flex items-center gap-2 max-rail:mt-3 max-rail:flex-wrap print:hidden">
            {actions}
          </div>
        ) : null}
      </header>
      {summary ? <Lead>{summary}</Lead> : null}
    </>
  );
}

/** Parts of a line with dots between them. */
export function Dotted({ parts }: { parts: ReactNode[] }) {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts are words in a fixed order
    <Fragment key={index}>
      {index ? (
        <span aria-hidden="true" className="px-1.5 text-line-strong">
          ·
        </span>
      ) : null}
      {part}
    </Fragment>
  ));
}

/** The sentences under a page's title. */
export function Lead({ children }: { children: ReactNode }) {
  return (
    <p className="mt-4 max-w-(--plot) text-found text-balance text-ink-2 max-columns:text-[16px] max-columns:leading-6 [&_b]:text-ink">
      {children}
    </p>
  );
}

/** A page with a message and links only. */
export function NoticePage({
  link,
  ...head
}: ComponentProps<typeof PageHead> & { link: { href: string; label: string } }) {
  return (
    <>
      <PageHead {...head} />
      <div className="mt-6">
        <LinkButton href={link.href}>{link.label}</LinkButton>
      </div>
    </>
  );
}

/** Sentences from a noun's rules, with the key clause in bold. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  return findings.map(({ text, strong }) => <span key={text}>{strong ? <b>{text}</b> : text} </span>);
}
