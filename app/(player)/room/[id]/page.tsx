import type { Metadata } from "next";
import Link from "next/link";
import { cache, type ReactNode } from "react";
import { reached } from "@/app/reached";
import { PlayerHead } from "@/components/player/player-head";
import { Room } from "@/components/player/room";
import { ClientMessages } from "@/components/shell/client-messages";
import { currentLanguage } from "@/lib/auth/language";
import { currentScope } from "@/lib/auth/session";
import { type RoomSession, sessionForRoom } from "@/lib/domain/sessions/queries/session";
import { dateFormat, zoneName } from "@/lib/language/dates";
import type { Translate } from "@/lib/language/language";

type Props = { params: Promise<{ id: string }> };

const sessionOfPage = cache(async (id: string) =>
  reached(sessionForRoom(await currentScope(), id), `/room/${id}`),
);

const bold = (text: ReactNode) => <b>{text}</b>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await sessionOfPage((await params).id)).title };
}

export default async function RoomPage({ params }: Props) {
  const { id } = await params;
  const [scope, session, language] = await Promise.all([
    currentScope(),
    sessionOfPage(id),
    currentLanguage(),
  ]);
  const { code, t } = language;
  const now = new Date();
  const at = (instant: Date | null) => dateFormat(code).dayAndTime(instant, now, session.time_zone);
  return (
    <>
      <PlayerHead
        title={session.title}
        meta={[
          session.course_title,
          session.instructor_name,
          whenOf(session, at, t),
          zoneName(session.time_zone, language),
        ]
          .filter(Boolean)
          .join(", ")}
        analyticsHref={session.mine ? `/sessions/${session.id}` : null}
      >
        {session.host
          ? t.rich("player.pages.host", { b: bold })
          : t.rich("player.pages.records_presence", { b: bold, signed_in: scope ? "yes" : "no" })}
      </PlayerHead>
      <ClientMessages of={["player.room", "player.log"]}>
        <Room
          sessionId={session.id}
          title={session.title}
          status={session.status}
          chatEnabled={session.chat_enabled}
          guest={scope === null}
          after={
            session.recording_video_id
              ? t.rich("player.pages.after_with_recording", {
                  link: (text) => (
                    <Link
                      href={`/watch/${session.recording_video_id}`}
                      className="underline underline-offset-3"
                    >
                      {text}
                    </Link>
                  ),
                })
              : t("player.pages.after")
          }
          before={
            <>
              <p className="text-lead font-semibold">{t("player.pages.before_title")}</p>
              <p className="mt-1 text-ink-2">
                {t("player.pages.before", { time: at(session.scheduled_start) })}
              </p>
            </>
          }
        />
      </ClientMessages>
    </>
  );
}

function whenOf(session: RoomSession, at: (instant: Date | null) => string, t: Translate): string {
  if (session.status === "live") return t("player.pages.live_since", { time: at(session.begun_at) });
  if (session.status === "ended")
    return t("player.pages.ended", { time: at(session.ended_at ?? session.scheduled_end) });
  return session.status === "cancelled" ? t("player.pages.cancelled") : at(session.scheduled_start);
}
