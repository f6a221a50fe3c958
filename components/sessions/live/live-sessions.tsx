"use client";

import { type ReactNode, useMemo, useState } from "react";
import { PageHead } from "@/components/shell/page-head";
import type { LiveRow, LiveRows } from "@/lib/domain/sessions/live/schema";
import { count, plural } from "@/lib/platform/format";
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
  const clock = useMemo(() => liveClock(timeZone), [timeZone]);
  const exactClock = useMemo(() => liveClock(timeZone, true), [timeZone]);
  return (
    <>
      <PageHead
        title="Live"
        meta={[
          connection === "connected" ? (
            `Updates automatically, last ${exactClock(state.at)}`
          ) : (
            <span key="lost" className="text-warn">
              Connection lost: last update {exactClock(state.at)}, reconnecting
            </span>
          ),
          zone,
        ]}
        summary={summaryOf(state.sessions)}
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

function summaryOf(sessions: readonly LiveRow[]): ReactNode {
  if (sessions.length === 0) return "No session is live now.";
  const people = sessions.reduce((sum, row) => sum + row.current_viewers, 0);
  const here =
    people === 0 ? "no one has joined" : `${count(people)} ${people === 1 ? "person is" : "people are"} here`;
  return (
    <>
      {sessions.length === 1 ? "1 session is live" : `${plural(sessions.length, "session")} are live`}:{" "}
      <b>{here} now</b>.
    </>
  );
}

/** Tells a screen reader which sessions started and ended; changing numbers are not announced. */
function Announcement({ sessions }: { sessions: LiveRow[] }) {
  const [before, setBefore] = useState(sessions);
  const [text, setText] = useState("");
  if (before !== sessions) {
    setBefore(sessions);
    setText((last) => startsAndEnds(before, sessions) || last);
  }
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
