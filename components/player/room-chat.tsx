import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { InputField } from "../ui/form";
import { useLanguage } from "../ui/use-language";
import type { Outcome } from "./sent";

/** The limit of lib/domain/sessions/live/events.ts, which is not loaded in the browser. */
const messageLengthMax = 4000;

const reactions = [
  ["👏", "applause"],
  ["👍", "thumbs_up"],
  ["❤️", "heart"],
  ["😂", "laughing"],
  ["🎉", "celebration"],
  ["🤔", "thinking"],
] as const;

/** Reactions and a message to send, and the messages that this attendee wrote. */
export function RoomChat({
  chatEnabled,
  messages,
  onSay,
  onReact,
}: {
  chatEnabled: boolean;
  messages: { key: string; text: string; outcome: Outcome }[];
  onSay: (text: string) => void;
  onReact: (type: string) => void;
}) {
  const { t } = useLanguage();
  const [text, setText] = useState("");

  function send(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") return;
    onSay(text);
    setText("");
  }

  return (
    <div>
      <fieldset aria-label={t("player.room.react")} className="flex flex-wrap gap-1.5">
        {reactions.map(([type, key]) => {
          const name = t(`player.room.${key}`);
          return (
            <Button
              key={type}
              aria-label={name}
              title={name}
              className="px-2.5"
              onClick={() => onReact(type)}
            >
              {type}
            </Button>
          );
        })}
      </fieldset>
      {chatEnabled ? (
        <form onSubmit={send} className="mt-4">
          <InputField
            label={t("player.room.write")}
            hint={t("player.room.write_about")}
            value={text}
            maxLength={messageLengthMax}
            onValue={setText}
          />
          <Button type="submit" look="primary" className="mt-2" disabled={text.trim() === ""}>
            {t("player.room.send")}
          </Button>
        </form>
      ) : (
        <p className="mt-4 text-small text-ink-2">{t("player.room.no_chat")}</p>
      )}
      {messages.length > 0 ? (
        <ol aria-label={t("player.room.written")} className="mt-4 max-h-60 overflow-auto">
          {messages.map(({ key, text: message, outcome }) => (
            <li key={key} className="border-t border-line py-2 text-small break-words">
              {message} <span className="text-ink-3">({t(`player.room.message_${outcome}`)})</span>
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}
