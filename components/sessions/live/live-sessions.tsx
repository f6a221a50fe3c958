"use client";

import { type ReactNode, useMemo, useState } from "react";
import { PageHead } from "@/components/shell/page-head";
import { useLanguage } from "@/components/ui/use-language";
import type { LiveRow, LiveRows } from "@/lib/domain/sessions/live/schema";
import { LiveSessionRow } from "./live-row";
import { liveClock, startsAndEnds, useLiveSessions } from "./use-live";

/** The Live page: every session that runs now. `initial` is what the page was rendered with; `empty` is shown while none runs. */
export function LiveSessions({
  initial,
  timeZone,
  zone,
  withInstructor,
  empty,
}: {
  initial: LiveRows;
  timeZone: string;
  /** The zone's name: "Lisbon time". */
  zone: string;
  withInstructor: boolean;
  empty: ReactNode;
}) {
  const { state, connection } = useLiveSessions(initial);
  const { t } = useLanguage();
  const clock = useMemo(() => liveClock(timeZone), [timeZone]);
  const exactClock = useMemo(() => liveClock(timeZone, true), [timeZone]);
  return (
    <>
      <PageHead
        title={t("session.live_page.title")}
        meta={[
          connection === "connected" ? (
            t("session.live_page.updated", { time: exactClock(state.at) })
          ) : (
            <span key="lost" className="text-warn">
              {t("session.live_page.lost", { time: exactClock(state.at) })}
            </span>
          ),
          zone,
        ]}
        summary={<Summary sessions={state.sessions} />}
      />
      <Announcement sessions={state.sessions} />
      {state.sessions.length === 0
        ? empty
        : state.sessions.map((row) => (
            <LiveSessionRow key={row.session_id} row={row} clock={clock} withInstructor={withInstructor} />
          ))}
    </>
  );
}

function Summary({ sessions }: { sessions: readonly LiveRow[] }) {
  const { t } = useLanguage();
  if (sessions.length === 0) return t("session.live_page.none");
  return t.rich("session.live_page.summary", {
    sessions: sessions.length,
    people: sessions.reduce((sum, row) => sum + row.current_viewers, 0),
    b: (text) => <b>{text}</b>,
  });
}

/** Tells a screen reader which sessions started and ended; changing numbers are not announced. */
function Announcement({ sessions }: { sessions: LiveRow[] }) {
  const language = useLanguage();
  const [before, setBefore] = useState(sessions);
  const [text, setText] = useState("");
  if (before !== sessions) {
    setBefore(sessions);
    setText((last) => startsAndEnds(before, sessions, language) || last);
  }
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
