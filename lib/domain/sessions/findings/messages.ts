import type { Language } from "@/lib/language/language";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { MessagesQuery } from "../filters";
import type { MessageNumbers } from "../messages";

/** How many questions there are and how many wait for an answer; without questions how many messages. */
export function messagesFindings(
  {
    chat_message_count: messages,
    unique_chatters: writers,
    questions_asked: questions,
    unique_askers: askers,
    questions_answered: answered,
  }: MessageNumbers,
  { t }: Language,
): Finding[] {
  if (messages === 0) return [plain(t("sessions.messages_findings.none"))];
  if (questions === 0) return [plain(t("sessions.messages_findings.no_questions", { messages, writers }))];
  const open = questions - answered;
  if (open === 0) return [plain(t("sessions.messages_findings.all_answered", { questions, askers }))];
  const waiting =
    questions === 1
      ? t("sessions.messages_findings.it_is_open")
      : open === questions
        ? t("sessions.messages_findings.none_answered")
        : t("sessions.messages_findings.some_open", { open });
  return [plain(t("sessions.messages_findings.asked", { questions, askers })), key(waiting)];
}

/** The title of the list, by its filter. */
export function messagesTitle(
  show: MessagesQuery["show"],
  { questions_asked: questions, questions_answered: answered }: MessageNumbers,
  { t }: Language,
): string {
  if (show === "questions") return t("sessions.messages_findings.questions", { questions });
  if (show === "unanswered")
    return t("sessions.messages_findings.unanswered", { open: questions - answered });
  return t("sessions.messages_findings.all_messages");
}
