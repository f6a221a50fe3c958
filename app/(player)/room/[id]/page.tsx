import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { reached } from "@/app/reached";
import { PlayerHead } from "@/components/player/player-head";
import { Room } from "@/components/player/room";
import { currentScope } from "@/lib/auth/session";
import { type RoomSession, sessionForRoom } from "@/lib/domain/sessions/queries/session";
import { dayAndTime } from "@/lib/platform/format-dates";
import { zoneName } from "@/lib/platform/time";

type Props = { params: Promise<{ id: string }> };

const sessionOfPage = cache(async (id: string) =>
  reached(sessionForRoom(await currentScope(), id), `/room/${id}`),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await sessionOfPage((await params).id)).title };
}

export default async function RoomPage({ params }: Props) {
  const { id } = await params;
  const [scope, session] = await Promise.all([currentScope(), sessionOfPage(id)]);
  const now = new Date();
  const at = (instant: Date | null) => dayAndTime(instant, now, session.time_zone);
  return (
    <>
      <PlayerHead
        title={session.title}
        meta={[
          session.course_title,
          session.instructor_name,
          whenOf(session, at),
          zoneName(session.time_zone),
        ]
          .filter(Boolean)
          .join(", ")}
        analyticsHref={session.mine ? `/sessions/${session.id}` : null}
      >
        {session.host ? (
          <>
            <b>You run this session, so you are not counted:</b> what you send here is accepted, and left out
            of the analytics.
          </>
        ) : (
          <>
            <b>This page records that you are present,</b> every 15 seconds, as a course page does;{" "}
            {scope
              ? "your attendance is stored under your name."
              : "you are not signed in, so it is stored under the name you give."}
          </>
        )}
      </PlayerHead>
      <Room
        sessionId={session.id}
        title={session.title}
        status={session.status}
        chatEnabled={session.chat_enabled}
        guest={scope === null}
        after={
          session.recording_video_id ? (
            <>
              Attendance and chat have stopped. You can{" "}
              <Link href={`/watch/${session.recording_video_id}`} className="underline underline-offset-3">
                watch the recording
              </Link>{" "}
              and still rate the session below.
            </>
          ) : (
            "Attendance and chat have stopped. You can still rate the session below."
          )
        }
        before={
          <>
            <p className="text-lead font-semibold">The session has not started yet</p>
            <p className="mt-1 text-ink-2">
              It is scheduled for {at(session.scheduled_start)}. Stay on this page: it opens automatically
              within 15 seconds of the start.
            </p>
          </>
        }
      />
    </>
  );
}

function whenOf(session: RoomSession, at: (instant: Date | null) => string): string {
  if (session.status === "live") return `live since ${at(session.begun_at)}`;
  if (session.status === "ended") return `ended ${at(session.ended_at ?? session.scheduled_end)}`;
  return session.status === "cancelled" ? "cancelled" : at(session.scheduled_start);
}
