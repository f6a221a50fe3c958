import { plural } from "@/lib/platform/format";
import { beginSentence, type Finding, key, plain } from "@/lib/platform/phrases";
import type { MessagesQuery } from "../filters";
import type { MessageNumbers } from "../messages";

/** How many questions there are and how many wait for an answer; without questions how many messages. */
export function messagesFindings({
  chat_message_count: messages,
  unique_chatters: writers,
  questions_asked: questions,
  unique_askers: askers,
  questions_answered: answered,
}: MessageNumbers): Finding[] {
  const from = (people: number) => `from ${plural(people, "person", "people")}`;
  if (messages === 0) return [plain("Nobody has written a message.")];
  if (questions === 0) return [plain(`${plural(messages, "message")} ${from(writers)}, no questions.`)];
  const asked = `${plural(questions, "question")} ${from(askers)}`;
  const open = questions - answered;
  if (open === 0) return [plain(`${asked}, all answered.`)];
  const waiting =
    questions === 1
      ? "It is not answered."
      : open === questions
        ? "None of them are marked as answered."
        : `${open} of them ${open === 1 ? "is" : "are"} not answered.`;
  return [plain(`${asked}.`), key(waiting)];
}

/** The title of the list, by its filter. */
export function messagesTitle(show: MessagesQuery["show"], numbers: MessageNumbers): string {
  const { questions_asked: questions, questions_answered: answered } = numbers;
  const open = questions - answered;
  if (show === "questions") return beginSentence(plural(questions, "question"));
  if (show === "unanswered")
    return `${beginSentence(plural(open, "question"))} ${open === 1 ? "is" : "are"} not answered`;
  return "All messages";
}
