import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { Room } from "@/components/player/room";
import { LinkButton } from "@/components/ui/link-button";
import { currentScope } from "@/lib/auth/session";
import { type RoomSession, sessionForRoom } from "@/lib/domain/sessions/queries/session";
import { AppError } from "@/lib/platform/errors";
import { dayAndTime } from "@/lib/platform/format-dates";
import { zoneName } from "@/lib/platform/time";

type Props = { params: Promise<{ id: string }> };

const sessionOfPage = cache(async (id: string): Promise<RoomSession> => {
  try {
    return await sessionForRoom(await currentScope(), id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    if (error instanceof AppError && error.code === "unauthenticated")
      redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/room/${id}`)}`);
    throw error;
  }
});

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
      <div className="flex items-start justify-between gap-8 pt-3 max-desk:block max-desk:pt-5">
        <div>
          <h1 className="text-title text-balance max-desk:text-[22px] max-desk:leading-7">{session.title}</h1>
          <p className="mt-1 text-body text-ink-2">
            {[session.course_title, session.instructor_name, whenOf(session, at), zoneName(session.time_zone)]
              .filter(Boolean)
              .join(", ")}
          </p>
        </div>
        {session.mine ? (
          <LinkButton href={`/sessions/${session.id}`} className="max-desk:mt-3">
            Analytics
          </LinkButton>
        ) : null}
      </div>
      <p className="mt-4 max-w-(--plot) text-found text-balance text-ink-2 max-desk:text-[16px] max-desk:leading-6">
        {session.host ? (
          <>
            <b className="text-ink">You run this session, so you are not counted:</b> what you send here is
            accepted, and left out of the analytics.
          </>
        ) : (
          <>
            <b className="text-ink">This page records that you are present,</b> every 15 seconds, as a course
            page does;{" "}
            {scope
              ? "your attendance is stored under your name."
              : "you are not signed in, so it is stored under the name you give."}
          </>
        )}
      </p>
      <Room
        sessionId={session.id}
        title={session.title}
        status={session.status}
        chatEnabled={session.chat_enabled}
        guest={scope === null}
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
