import Link from "next/link";
import {
  kindsFor,
  type Measured,
  type Measuring,
  playerSnippet,
  tokenPath,
  tokenServers,
  tokenSnippet,
} from "@/lib/http/player-snippets";
import { CopyButton } from "../ui/copy-button";
import { Section, Split } from "../ui/section";
import { Tabs } from "../ui/tabs";
import { useLanguage } from "../ui/use-language";

type Props = {
  measured: Measured;
  measuring: Measuring;
  /** Whether the page's server signs who is watching, as the page's URL says. */
  signed: boolean;
  /** In a step that has its own heading. */
  untitled?: boolean;
  /** The page with either choice. */
  links: { anonymous: string; signed: string };
};

const code = "overflow-auto rounded-md bg-sunk p-3 font-mono text-axis leading-[18px] text-ink-2";

function Code({ text, copy }: { text: string; copy: string }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre className={code} tabIndex={0}>
        {text}
      </pre>
      <div className="mt-3">
        <CopyButton text={text} look="primary">
          {copy}
        </CopyButton>
      </div>
    </>
  );
}

/** The code for the page that is measured, in every form, and for the server that signs who is watching. */
export function Snippet({ measured, measuring, signed, untitled = false, links }: Props) {
  const { t } = useLanguage();
  const { kind } = measured;
  const choice = (to: boolean) => (
    <Link
      href={to ? links.signed : links.anonymous}
      replace
      scroll={false}
      aria-current={to === signed ? "true" : undefined}
      className="flex h-8 items-center border border-line-strong px-3 text-small text-ink-2 first:rounded-l-md last:-ml-px last:rounded-r-md hover:bg-hover hover:no-underline aria-[current]:bg-current-item aria-[current]:font-semibold aria-[current]:text-ink"
    >
      {t(to ? "setup.snippet.signed" : "setup.snippet.anonymous")}
    </Link>
  );
  const title = t("setup.snippet.title", { kind });
  const sub = t("setup.snippet.about", { kind });
  const tools = (
    <nav aria-label={t("setup.snippet.who")} className="flex pr-2">
      {choice(false)}
      {choice(true)}
    </nav>
  );
  return (
    <>
      <Section className={untitled ? "mt-0! flex flex-col" : ""} {...(untitled ? {} : { title, sub, tools })}>
        {untitled ? <div className="mb-4 self-start">{tools}</div> : null}
        <Split>
          <div className="min-w-0">
            <Tabs
              label={t("setup.snippet.for")}
              tabs={kindsFor(measured, signed).map((player) => ({
                id: player,
                label: t(`setup.snippet.players.${player}`),
                content: (
                  <Code
                    text={playerSnippet(player, measured, measuring, signed)}
                    copy={t("setup.snippet.copy")}
                  />
                ),
              }))}
            />
          </div>
          <Contents measured={measured} signed={signed} />
        </Split>
      </Section>
      {signed ? (
        <Section
          line
          title={t("setup.server.title")}
          sub={t.rich("setup.server.about", {
            path: tokenPath,
            link: (text) => (
              <Link href="/settings/tokens" className="underline">
                {text}
              </Link>
            ),
          })}
        >
          <Tabs
            label={t("setup.server.title")}
            tabs={tokenServers.map((server) => ({
              id: server,
              label: t(`setup.server.${server}`),
              content: (
                <Code text={tokenSnippet(server, measured, measuring.origin)} copy={t("setup.server.copy")} />
              ),
            }))}
          />
        </Section>
      ) : null}
    </>
  );
}

/** What each attribute says. */
function Contents({ measured: { kind }, signed }: { measured: Measured; signed: boolean }) {
  const { t } = useLanguage();
  const rows = [
    [`data-${kind}-id`, t("setup.snippet.id_about", { kind })],
    ...(kind === "video" ? [["data-course-id", t("setup.snippet.course_about")] as const] : []),
    ...(signed ? [["data-token-url", t("setup.snippet.token_about")] as const] : []),
  ] as const;
  return (
    <div>
      <h3 className="text-body font-semibold">{t("setup.snippet.contains")}</h3>
      <dl className="mt-2 text-small">
        {rows.map(([name, about]) => (
          <div key={name} className="mb-2">
            <dt className="font-mono text-axis">{name}</dt>
            <dd className="text-ink-2">{about}</dd>
          </div>
        ))}
      </dl>
      <p className="text-small text-ink-2">{t("setup.snippet.size", { signed: signed ? "yes" : "no" })}</p>
    </div>
  );
}
