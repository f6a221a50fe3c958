"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import type { SessionStatus } from "@/lib/domain/sessions/session";
import type { JoinedSession } from "@/lib/tracker/live-session";
import type { Answer, LiveItem } from "@/lib/tracker/wire";
import { Button } from "../ui/button";
import { Form, InputField } from "../ui/form";
import { Split } from "../ui/section";
import { useLanguage } from "../ui/use-language";
import { RoomChat } from "./room-chat";
import { RoomFeedback } from "./room-feedback";
import { messagesOf, ratingOutcome, type Sent, withAttempt } from "./sent";
import { liveColumns, SentLog } from "./sent-log";

type Props = {
  sessionId: string;
  title: string;
  status: SessionStatus;
  chatEnabled: boolean;
  /** Nobody is signed in: a guest gives a name before joining. */
  guest: boolean;
  /** Shown in place of the broadcast before it begins. */
  before: ReactNode;
  /** Shown once it has ended: what is left to do. */
  after: ReactNode;
};

/**
 * The demo live room: a session with the live script, embedded as on any page, and below it what the script sends and the
 * answers. The answers to the script say whether the session has begun or ended.
 */
export function Room(props: Props) {
  const { t } = useLanguage();
  const root = useRef<HTMLDivElement>(null);
  const [listening, setListening] = useState(false);
  const [name, setName] = useState<string | null>(props.guest ? null : "");
  const [status, setStatus] = useState(props.status);
  const [sent, setSent] = useState<Sent<LiveItem>[]>([]);
  const [missing, setMissing] = useState(false);
  const over = status === "ended" || status === "cancelled";
  const inside = name !== null;

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const ending = new AbortController();
    const on = <Detail,>(type: string, listen: (detail: Detail) => void) =>
      element.addEventListener(type, (event) => listen((event as CustomEvent<Detail>).detail), {
        signal: ending.signal,
      });
    on<{ item: LiveItem; status: number; answer?: Answer }>(
      "sessionanalyticsbeacon",
      ({ item, ...attempt }) =>
        setSent((list) => withAttempt(list, { items: [item], ...attempt }, new Date())),
    );
    on<{ status: SessionStatus }>("sessionanalyticsstatus", ({ status: reported }) => setStatus(reported));
    // The script starts on load, so it is loaded only now: the log must show its first heartbeat too.
    setListening(true);
    return () => ending.abort();
  }, []);

  /** Returns the session that is joined already; after the end, the script joins only to send the rating. */
  function withClient(act: (session: JoinedSession) => void) {
    const element = root.current;
    const begin = window.initSessionAnalytics;
    setMissing(!begin);
    if (element && begin) act(begin(element, { sessionId: props.sessionId, ...(name ? { name } : {}) }));
  }

  return (
    <div
      ref={root}
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
          {t("player.room.no_script")}
        </p>
      ) : null}
      {!inside && !over ? <Entrance onEnter={setName} /> : null}
      {inside && !over ? (
        <Split className="mt-6 max-rail:mt-5">
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
              <figcaption className="mt-2 text-small text-ink-3">{t("player.room.clip")}</figcaption>
            </figure>
          ) : (
            <div className="grid aspect-video w-full place-content-center rounded-md bg-sunk p-6 text-center">
              {props.before}
            </div>
          )}
          {status === "live" ? (
            <RoomChat
              chatEnabled={props.chatEnabled}
              messages={messagesOf(sent)}
              onSay={(text) => withClient((client) => client.say(text))}
              onReact={(type) => withClient((client) => client.react(type))}
            />
          ) : (
            <p className="text-small text-ink-2">{t("player.room.chat_opens")}</p>
          )}
        </Split>
      ) : null}
      <p role="status" className="sr-only">
        {status !== props.status && status !== "scheduled" ? t(`player.room.turn_${status}`) : null}
      </p>
      {status === "ended" ? (
        <Notice title={t("player.room.has_ended")}>{props.after}</Notice>
      ) : status === "cancelled" ? (
        <Notice title={t("player.room.was_cancelled")}>{t("player.room.sends_nothing")}</Notice>
      ) : null}
      {status === "ended" ? (
        <RoomFeedback
          outcome={ratingOutcome(sent)}
          onRate={(rating, comment) => withClient((client) => client.rate(rating, comment || undefined))}
        />
      ) : null}
      {(inside && !over) || sent.length > 0 ? (
        <SentLog
          sent={sent}
          columns={liveColumns}
          sub={t("player.room.log_about")}
          label={t("player.room.log_label")}
          empty={t("player.room.log_empty")}
          // The instructor's presence is accepted like everybody's, but not counted.
          countedWord={t("player.room.accepted")}
        />
      ) : null}
    </div>
  );
}

/** That the session is over, in place of the broadcast. */
function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mt-6 rounded-md bg-sunk px-5 py-4">
      <h2 className="text-lead font-semibold">{title}</h2>
      <p className="mt-1 text-ink-2">{children}</p>
    </div>
  );
}

/** Asks a guest for a name, which may stay empty. */
function Entrance({ onEnter }: { onEnter: (name: string) => void }) {
  const { t } = useLanguage();
  return (
    <Form onGiven={(given) => onEnter(String(given.get("name")).trim())} className="mt-6 max-w-[400px] gap-4">
      <InputField
        label={t("player.room.your_name")}
        hint={t("player.room.your_name_about")}
        name="name"
        maxLength={200}
        autoComplete="name"
      />
      <div>
        <Button type="submit" look="primary">
          {t("player.room.join")}
        </Button>
      </div>
    </Form>
  );
}
