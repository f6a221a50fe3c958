import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/form";
import { Input } from "../ui/input";
import type { Fate } from "./sent";

/** As long as a message may be (lib/domain/sessions/live/events.ts, which no browser should load). */
const messageLengthMax = 4000;

const reactions = [
  ["👏", "Applause"],
  ["👍", "Thumbs up"],
  ["❤️", "Heart"],
  ["😂", "Laughing"],
  ["🎉", "Celebration"],
  ["🤔", "Thinking"],
] as const;

const fateWords: Record<Fate, string> = {
  counted: "arrived",
  refused: "refused",
  waiting: "waiting, goes again",
  handed: "left with the browser",
};

/** What somebody in the room can say: a message or a reaction, and what they wrote themselves. */
export function RoomChat({
  chatEnabled,
  written,
  onSay,
  onReact,
}: {
  chatEnabled: boolean;
  written: { key: string; text: string; fate: Fate }[];
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
          <Field
            label="Write to the room"
            hint="A message that ends in a question mark counts as a question."
          >
            {(ids) => (
              <Input
                {...ids}
                value={text}
                maxLength={messageLengthMax}
                autoComplete="off"
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" look="primary" className="mt-2" disabled={text.trim() === ""}>
            Send
          </Button>
        </form>
      ) : (
        <p className="mt-4 text-small text-ink-2">The chat is switched off in this session.</p>
      )}
      {written.length > 0 ? (
        <ol aria-label="What you wrote, newest first" className="mt-4 max-h-60 overflow-auto">
          {written.map(({ key, text: said, fate }) => (
            <li key={key} className="border-t border-line py-2 text-small break-words">
              {said} <span className="text-ink-3">({fateWords[fate]})</span>
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}
