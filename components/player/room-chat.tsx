import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { InputField } from "../ui/form";
import type { Outcome } from "./sent";

/** The limit of lib/domain/sessions/live/events.ts, which is not loaded in the browser. */
const messageLengthMax = 4000;

const reactions = [
  ["👏", "Applause"],
  ["👍", "Thumbs up"],
  ["❤️", "Heart"],
  ["😂", "Laughing"],
  ["🎉", "Celebration"],
  ["🤔", "Thinking"],
] as const;

const outcomeWords: Record<Outcome, string> = {
  counted: "delivered",
  refused: "refused",
  waiting: "waiting to retry",
  handed: "passed to the browser",
};

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
  const [text, setText] = useState("");

  function send(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") return;
    onSay(text);
    setText("");
  }

  return (
    <div>
      <fieldset aria-label="React" className="flex flex-wrap gap-1.5">
        {reactions.map(([type, name]) => (
          <Button key={type} aria-label={name} title={name} className="px-2.5" onClick={() => onReact(type)}>
            {type}
          </Button>
        ))}
      </fieldset>
      {chatEnabled ? (
        <form onSubmit={send} className="mt-4">
          <InputField
            label="Write to the room"
            hint="A message that ends in a question mark counts as a question."
            value={text}
            maxLength={messageLengthMax}
            onValue={setText}
          />
          <Button type="submit" look="primary" className="mt-2" disabled={text.trim() === ""}>
            Send
          </Button>
        </form>
      ) : (
        <p className="mt-4 text-small text-ink-2">Chat is off in this session.</p>
      )}
      {messages.length > 0 ? (
        <ol aria-label="What you wrote, newest first" className="mt-4 max-h-60 overflow-auto">
          {messages.map(({ key, text: message, outcome }) => (
            <li key={key} className="border-t border-line py-2 text-small break-words">
              {message} <span className="text-ink-3">({outcomeWords[outcome]})</span>
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}
