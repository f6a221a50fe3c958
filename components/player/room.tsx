"use client";

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { SessionStatus } from "@/lib/domain/sessions/schema";
import type { Attendance, LiveOptions } from "@/lib/tracker/live";
import type { LiveAttempt } from "@/lib/tracker/live-outbox";
import { Button } from "../ui/button";
import { Field } from "../ui/form";
import { Input } from "../ui/input";
import { Split } from "../ui/section";
import { LiveLog } from "./live-log";
import { type LiveSent, ratingFate, withLiveAttempt, writtenOf } from "./live-sent";
import { RoomChat } from "./room-chat";
import { RoomFeedback } from "./room-feedback";

type Props = {
  sessionId: string;
  title: string;
  status: SessionStatus;
  chatEnabled: boolean;
  /** Nobody signed in: they say what they are called before they come in. */
  guest: boolean;
  /** What stands in place of the broadcast before it begins: when it does. */
  before: ReactNode;
};

/** What /live.js puts on the page. */
declare global {
  interface Window {
    initSessionAnalytics?: (element: Element, options?: LiveOptions) => Attendance;
  }
}

/**
 * The demo live room: a session with the live client on it, embedded as any page would, and beneath it what the client sends
 * and what came of it. Whether it has begun or ended is known from the client's own answers.
 */
export function Room(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [listening, setListening] = useState(false);
  const [name, setName] = useState<string | null>(props.guest ? null : "");
  const [status, setStatus] = useState(props.status);
  const [sent, setSent] = useState<LiveSent[]>([]);
  const [missing, setMissing] = useState(false);
  const over = status === "ended" || status === "cancelled";
  const inside = name !== null;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const ending = new AbortController();
    const on = <Detail,>(type: string, hear: (detail: Detail) => void) =>
      element.addEventListener(type, (event) => hear((event as CustomEvent<Detail>).detail), {
        signal: ending.signal,
      });
    on<LiveAttempt>("sessionanalyticsbeacon", (attempt) =>
      setSent((known) => withLiveAttempt(known, attempt, new Date())),
    );
    on<{ status: SessionStatus }>("sessionanalyticsstatus", ({ status: told }) => setStatus(told));
    // Only now the script may come: it starts by itself, and its first heartbeat is to be seen too.
    setListening(true);
    return () => ending.abort();
  }, []);

  /** Who takes part already is handed out again; after the end the client is begun with only for the rating. */
  function withClient(act: (attendance: Attendance) => void) {
    const element = place.current;
    const begin = window.initSessionAnalytics;
    setMissing(!begin);
    if (element && begin) act(begin(element, { sessionId: props.sessionId, ...(name ? { name } : {}) }));
  }

  return (
    <div
      ref={place}
      {...(inside && listening && props.status !== "ended" && props.status !== "cancelled"
        ? {
            "data-session-analytics": "",
            "data-session-id": props.sessionId,
            ...(name ? { "data-name": name } : {}),
          }
        : {})}
    >
      {listening ? <script src="/live.js" async /> : null}
      {missing ? (
        <p role="alert" className="mt-4 text-small text-bad">
          The script that sends this is not loaded yet. Try again in a moment, or reload the page.
        </p>
      ) : null}
      {!inside ? <Entrance onEnter={setName} /> : null}
      {inside && !over ? (
        <Split className="mt-6 max-desk:mt-5">
          {status === "live" ? (
            <figure>
              <video
                src="/clip.mp4"
                autoPlay
                loop
                muted
                playsInline
                controls
                aria-label={props.title}
                className="block aspect-video w-full rounded-md bg-[#0d1316] print:hidden"
              />
              <figcaption className="mt-2 text-small text-ink-3">
                A short silent film in a loop stands in for the broadcast.
              </figcaption>
            </figure>
          ) : (
            <div className="grid aspect-video w-full place-content-center rounded-md bg-sunk p-6 text-center">
              {props.before}
            </div>
          )}
          {status === "live" ? (
            <RoomChat
              chatEnabled={props.chatEnabled}
              written={writtenOf(sent)}
              onSay={(text) => withClient((client) => client.say(text))}
              onReact={(type) => withClient((client) => client.react(type))}
            />
          ) : (
            <p className="text-small text-ink-2">The chat and the reactions come when it begins.</p>
          )}
        </Split>
      ) : null}
      <p role="status" className="sr-only">
        {status !== props.status ? turnWords[status] : null}
      </p>
      {inside && status === "ended" ? (
        <RoomFeedback
          fate={ratingFate(sent)}
          onRate={(rating, comment) => withClient((client) => client.rate(rating, comment || undefined))}
        />
      ) : null}
      {status === "cancelled" ? (
        <p className="mt-6 text-ink-2">This session was cancelled: nothing is sent from here.</p>
      ) : null}
      {inside && (!over || sent.length > 0) ? <LiveLog sent={sent} /> : null}
    </div>
  );
}

const turnWords: Partial<Record<SessionStatus, string>> = {
  live: "The session is live now.",
  ended: "The session has ended.",
  cancelled: "The session was cancelled.",
};

/** Where a guest says what they are called, or does not. */
function Entrance({ onEnter }: { onEnter: (name: string) => void }) {
  const [name, setName] = useState("");

  function enter(event: FormEvent) {
    event.preventDefault();
    onEnter(name.trim());
  }

  return (
    <form onSubmit={enter} className="mt-6 grid max-w-[400px] gap-4">
      <Field label="Your name" hint="Who runs the session sees it. Without one you are a guest.">
        {(ids) => (
          <Input
            {...ids}
            value={name}
            maxLength={200}
            autoComplete="name"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div>
        <Button type="submit" look="primary">
          Come in
        </Button>
      </div>
    </form>
  );
}
