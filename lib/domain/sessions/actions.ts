"use server";

import { revalidatePath } from "next/cache";
import { staffAction } from "@/lib/http/action";
import { changeAttendee, removeRegistration } from "./mutations/attendees";
import { cancelSession, changeSession } from "./mutations/change";
import { createSession } from "./mutations/create";
import { assertInstructor } from "./mutations/references";
import { registerPeople } from "./mutations/registrations";
import { reachSession } from "./queries/session";
import {
  attendeeForm,
  cancelForm,
  changeAttendeeForm,
  changeOf,
  changeSessionForm,
  newSessionForm,
  newSessionOf,
  pressForm,
  registerForm,
} from "./session-form";

/** Makes the list and the pages of every session load their data again. */
function revalidate(): void {
  revalidatePath("/sessions", "layout");
}

export async function createSessionAction(input: unknown) {
  return staffAction("session.create", { schema: newSessionForm, input }, async (ctx, form) => {
    const { time_zone: timeZone } = await assertInstructor(ctx.scope, form.instructor_id);
    const saved = await createSession(ctx, newSessionOf(form, timeZone));
    revalidate();
    return saved;
  });
}

export async function changeSessionAction(input: unknown) {
  return staffAction("session.update", { schema: changeSessionForm, input }, async (ctx, form) => {
    const session = await reachSession(ctx.scope, form.session_id);
    const saved = await changeSession(ctx, session.id, changeOf(form, session));
    revalidate();
    return saved;
  });
}

/** Starts, ends or reopens a session. */
export async function pressSessionAction(input: unknown) {
  return staffAction("session.press", { schema: pressForm, input }, async (ctx, form) => {
    const saved = await changeSession(ctx, form.session_id, { action: form.action });
    revalidate();
    return saved;
  });
}

export async function cancelSessionAction(input: unknown) {
  return staffAction("session.cancel", { schema: cancelForm, input }, async (ctx, form) => {
    const saved = await cancelSession(ctx, form.session_id, form.scope);
    revalidate();
    return saved;
  });
}

export async function registerAction(input: unknown) {
  return staffAction(
    "session.register",
    { schema: registerForm, input },
    async (ctx, { session_id, people }) => {
      const answer = await registerPeople(ctx, session_id, { people });
      revalidate();
      return answer;
    },
  );
}

export async function removeRegistrationAction(input: unknown) {
  return staffAction(
    "session.cancel_registration",
    { schema: attendeeForm, input },
    async (ctx, { session_id, attendee_id }) => {
      const answer = await removeRegistration(ctx, session_id, attendee_id);
      revalidate();
      return answer;
    },
  );
}

export async function changeAttendeeAction(input: unknown) {
  return staffAction(
    "session.change_attendee",
    { schema: changeAttendeeForm, input },
    async (ctx, { session_id, attendee_id, change }) => {
      const answer = await changeAttendee(ctx, session_id, attendee_id, change);
      revalidate();
      return answer;
    },
  );
}
