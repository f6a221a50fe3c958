"use client";

import { type ReactNode, useMemo, useState } from "react";
import { PageHead } from "@/components/shell/page-head";
import type { LiveRow, LiveRows } from "@/lib/domain/sessions/live/live-rows";
import { count, plural } from "@/lib/platform/format";
import { liveClock } from "./live-clock";
import { turnsBetween } from "./live-following";
import { LiveSessionRow } from "./live-row";
import { useLiveSessions } from "./use-live";

/**
 * The Live page: every session that runs now, followed as it goes. `initial` is what stood when the page was rendered; `empty` is
 * shown while nothing runs.
 */
export function LiveSessions({
  initial,
  timeZone,
  zone,
  withInstructor,
  empty,
}: {
  initial: LiveRows;
  timeZone: string;
  /** How the zone is called: "Lisbon time". */
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
        crumbs={[{ label: "Live" }]}
        title="Live"
        meta={[
          connection === "connected" ? (
            `Follows by itself, last at ${exactClock(state.at)}`
          ) : (
            <span key="lost" className="text-warn">
              Connection lost: last known at {exactClock(state.at)}, trying again
            </span>
          ),
          zone,
        ]}
        summary={foundOf(state.sessions)}
      />
      <Turns sessions={state.sessions} />
      {state.sessions.length === 0 ? (
        <div className="mt-6">{empty}</div>
      ) : (
        state.sessions.map((row) => (
          <LiveSessionRow key={row.session_id} row={row} clock={clock} withInstructor={withInstructor} />
        ))
      )}
    </>
  );
}

function foundOf(sessions: readonly LiveRow[]): ReactNode {
  if (sessions.length === 0) return "No session is live now.";
  const people = sessions.reduce((sum, row) => sum + row.current_viewers, 0);
  const here =
    people === 0 ? "nobody is there" : `${count(people)} ${people === 1 ? "person is" : "people are"} there`;
  return (
    <>
      {sessions.length === 1 ? "One session is live" : `${plural(sessions.length, "session")} are live`}:{" "}
      <b>{here} now</b>.
    </>
  );
}

/** Says to a screen reader which sessions began and ended; numbers that move are not read out. */
function Turns({ sessions }: { sessions: LiveRow[] }) {
  const [known, setKnown] = useState(sessions);
  const [said, setSaid] = useState("");
  if (known !== sessions) {
    setKnown(sessions);
    setSaid((before) => turnsBetween(known, sessions) || before);
  }
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
