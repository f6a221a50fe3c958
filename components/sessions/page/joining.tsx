import { CopyButton } from "@/components/ui/copy-button";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { playerSnippet } from "@/lib/http/player-snippets";

type Props = {
  session: {
    id: string;
    status: string;
    page_url: string | null;
    series_id: string | null;
    scheduled_start: Date;
    scheduled_end: Date;
  };
  /** Lectern's address. */
  origin: string;
};

/** How people join: the link, the room, the calendar's file and the code for a page of one's own. The same before the session and while it is live. */
export function Joining({ session, origin }: Props) {
  const { t, duration } = useLanguage();
  const room = `/room/${session.id}`;
  // A page of this installation is stored by its path.
  const link = new URL(session.page_url ?? room, origin).href;
  const snippet = playerSnippet(
    "html",
    { kind: "session", reference: session.id, course: null, source: null },
    { origin, school: "" },
    true,
  );
  const seconds = (session.scheduled_end.getTime() - session.scheduled_start.getTime()) / 1000;
  const own = link !== new URL(room, origin).href;
  return (
    <Section
      id="run"
      line
      title={t("session.joining.title")}
      sub={
        session.status === "live"
          ? t("session.joining.live")
          : t("session.joining.planned", { length: duration(seconds) })
      }
    >
      <div className="@container">
        <div className="grid gap-x-12 gap-y-6 @min-[720px]:grid-cols-2">
          <div className="min-w-0">
            <h3 className="text-body font-semibold">{t("session.joining.link")}</h3>
            <p className="mt-1 mb-2 rounded-md bg-sunk px-3 py-2 font-mono text-axis wrap-anywhere select-all">
              {link}
            </p>
            <div className="flex flex-wrap gap-2">
              <CopyButton text={link}>{t("session.joining.copy_link")}</CopyButton>
              <LinkButton href={room}>{t("session.page.open_room")}</LinkButton>
              {own ? <LinkButton href={link}>{t("session.joining.open_page")}</LinkButton> : null}
              {session.status === "scheduled" ? (
                <LinkButton look="quiet" href={`/api/sessions/${session.id}/calendar`} download="">
                  {t("session.joining.add_to_calendar")}
                </LinkButton>
              ) : null}
              {session.status === "scheduled" && session.series_id ? (
                <LinkButton
                  look="quiet"
                  href={`/api/sessions/${session.id}/calendar?scope=following`}
                  download=""
                >
                  {t("session.joining.add_later_ones")}
                </LinkButton>
              ) : null}
            </div>
          </div>
          <div className="min-w-0">
            <h3 className="text-body font-semibold">{t("session.joining.code")}</h3>
            <p className="mt-1 mb-2 text-small text-ink-2">{t("session.joining.code_about")}</p>
            <pre className="mb-2 rounded-md bg-sunk p-3 font-mono text-axis leading-[18px] whitespace-pre-wrap text-ink-2 wrap-anywhere">
              {snippet}
            </pre>
            <div className="flex flex-wrap gap-2">
              <CopyButton text={snippet}>{t("session.joining.copy_code")}</CopyButton>
              <LinkButton look="quiet" href={`/sessions/${session.id}/snippet`}>
                {t("setup.snippet_page.open")}
              </LinkButton>
            </div>
          </div>
        </div>
      </div>
    </Section>
  );
}
