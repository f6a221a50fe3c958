import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { messagesFindings } from "./messages";

const said = (messages: number, questions: number, answered: number, language = languageIn("en")) =>
  messagesFindings(
    {
      chat_message_count: messages,
      unique_chatters: 21,
      questions_asked: questions,
      unique_askers: questions === 1 ? 1 : 10,
      questions_answered: answered,
      median_answer_seconds: null,
    },
    language,
  )
    .map(({ text }) => text)
    .join(" ");

it.each([
  [0, 0, 0, "Nobody has written a message."],
  [58, 0, 0, "58 messages from 21 people, no questions."],
  [58, 15, 15, "15 questions from 10 people, all answered."],
  [58, 15, 12, "15 questions from 10 people. 3 of them are not answered."],
  [58, 15, 14, "15 questions from 10 people. 1 of them is not answered."],
  [58, 15, 0, "15 questions from 10 people. None of them are marked as answered."],
  [58, 1, 0, "1 question from 1 person. It is not answered."],
])("%i messages, %i questions, %i answered", (messages, questions, answered, sentence) => {
  expect(said(messages, questions, answered)).toBe(sentence);
});
