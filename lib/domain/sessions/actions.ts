"use server";

import { revalidatePath } from "next/cache";
import type { z } from "zod";
import { type ActionResult, staffAction, teachingAction } from "@/lib/http/action";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { answerQuestion } from "./mutations/answers";
import { changeAttendee, removeRegistration } from "./mutations/attendees";
import { cancelSession, changeSession } from "./mutations/change";
import { createSession } from "./mutations/create";
import { deleteSession } from "./mutations/delete";
import { assertInstructor } from "./mutations/references";
import { registerPeople } from "./mutations/registrations";
import { formOf } from "./queries/form";
import { reachSession } from "./queries/session";
import {
  answerForm,
  attendeeForm,
  cancelForm,
  changeAttendeeForm,
  changeOf,
  changeSessionForm,
  deleteForm,
  newSessionForm,
  newSessionOf,
  registerForm,
  statusForm,
} from "./session-form";

type SessionAction = <Form extends z.ZodType, Saved>(
  name: string,
  schema: Form,
  work: (ctx: Context, form: z.output<Form>) => Promise<Saved>,
) => (input: unknown) => Promise<ActionResult<Saved>>;

/** Actions after which the list and the pages of every session load their data again. */
const sessionActionOf =
  (action: typeof staffAction): SessionAction =>
  (name, schema, work) =>
  (input) =>
    action(name, { schema, input }, async (ctx, form) => {
      const saved = await work(ctx, form);
      revalidatePath("/sessions", "layout");
      return saved;
    });
/** Running a session, and changing its settings. */
const sessionAction = sessionActionOf(staffAction);
const settingsAction = sessionActionOf(teachingAction);

export const createSessionAction = settingsAction("session.create", newSessionForm, async (ctx, form) => {
  const { time_zone } = await assertInstructor(ctx.scope, form.instructor_id);
  return await createSession(ctx, newSessionOf(form, time_zone));
});

export const changeSessionAction = settingsAction("session.update", changeSessionForm, async (ctx, form) => {
  const session = await reachSession(ctx.scope, form.session_id);
  try {
    return await changeSession(ctx, session.id, changeOf(form, session));
  } catch (error) {
    if (!(error instanceof AppError && error.options.current)) throw error;
    // The form compares its fields, in the school's time.
    const current = await formOf(await reachSession(ctx.scope, session.id));
    throw new AppError("conflict", "errors.general.changed_meanwhile", { current });
  }
});

/** Starts, ends or reopens a session. */
export const changeStatusAction = sessionAction(
  "session.change_status",
  statusForm,
  (ctx, { session_id, action }) => changeSession(ctx, session_id, { action }),
);

export const cancelSessionAction = settingsAction(
  "session.cancel",
  cancelForm,
  (ctx, { session_id, scope }) => cancelSession(ctx, session_id, scope),
);

export const deleteSessionAction = settingsAction("session.delete", deleteForm, (ctx, { session_id }) =>
  deleteSession(ctx, session_id),
);

export const registerAction = sessionAction("session.register", registerForm, (ctx, { session_id, people }) =>
  registerPeople(ctx, session_id, { people }),
);

export const removeRegistrationAction = sessionAction(
  "session.cancel_registration",
  attendeeForm,
  (ctx, { session_id, attendee_id }) => removeRegistration(ctx, session_id, attendee_id),
);

export const changeAttendeeAction = sessionAction(
  "session.change_attendee",
  changeAttendeeForm,
  (ctx, { session_id, attendee_id, change }) => changeAttendee(ctx, session_id, attendee_id, change),
);

/** Marks a question as answered, or as not answered. */
export const answerQuestionAction = sessionAction(
  "session.answer_question",
  answerForm,
  (ctx, { session_id, message_id, answer }) => answerQuestion(ctx, session_id, message_id, answer),
);
