import "server-only";
import { and, count, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "@/lib/auth/audit";
import { rememberErased } from "@/lib/auth/erased-identities";
import { pseudonymsOf, writingOf } from "@/lib/auth/pseudonym";
import { isTeaching } from "@/lib/auth/scope";
import { forgetSubject } from "@/lib/auth/token-subjects";
import { db } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { busEvents, busOutbox } from "@/lib/db/tables/bus";
import { accountLinks, formerIdentities, rosterImports, users } from "@/lib/db/tables/people";
import { privacyRequests } from "@/lib/db/tables/privacy";
import { schools } from "@/lib/db/tables/schools";
import { attendees, imports, messages, sessions } from "@/lib/db/tables/sessions";
import { playbacks, viewerProgress } from "@/lib/db/tables/videos";
import { backgroundWork } from "@/lib/db/tables/work";
import { queriesOf, transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { deleteActor } from "@/lib/domain/learning/ingest/move-actor";
import { lockNames, namesOfPerson } from "@/lib/domain/learning/ingest/names";
import { reachUser } from "@/lib/domain/people/users/queries";
import type { eraseBody } from "@/lib/domain/privacy/schema";
import { eraseAttendees, giveSessions, type Nobody } from "@/lib/domain/sessions/mutations/erase-attendees";
import { recountStaleOf } from "@/lib/domain/sessions/mutations/recount";
import { anonymiseViewer } from "@/lib/domain/videos/ingest/move-viewer";
import type { Context } from "@/lib/http/context";
import { languageIn } from "@/lib/platform/catalogues";
import { AppError, fieldError } from "@/lib/platform/errors";
import { isZip } from "@/lib/platform/unzip";
import { mentions, withoutMentions } from "./mentions";
import { type NamedPerson, namedPerson } from "./person";
import { attended, watched } from "./person-tables";

/*
 * A person is erased in the background. Their access ends at once, in the request. Then sessions and videos keep their numbers under nobody's
 * name, and everything else of the person is deleted; the account goes last, so that work whose process ended finds what is left and goes on.
 */

/** Facts that a process has accepted before it knew are stored by then (lib/auth/token-subjects.ts). */
const lateSeconds = 120;

/**
 * Ends a person's access and begins to erase them. Throws `not_found`, `conflict` for the caller's own account, and `invalid` unless the name
 * is theirs and somebody has been named who gets the sessions that they teach.
 */
export async function beginErasure(
  ctx: Context,
  given: string,
  { name, successor_id }: z.output<typeof eraseBody>,
): Promise<{ work_id: string }> {
  const id = await reachUser(ctx.scope, given);
  if (id === ctx.scope.user_id) throw new AppError("conflict", "errors.account.own_account");
  const successor = successor_id === undefined ? null : await successorOf(ctx, successor_id, id);
  const work_id = await transaction(async (tx) => {
    const [person] = await tx.select().from(users).where(eq(users.id, id)).for("update");
    if (!person) throw new AppError("not_found", "errors.account.person_unknown");
    if (name.trim() !== person.name.trim()) throw fieldError("name", "errors.privacy.name_differs");
    const [taught] = await tx.select({ count: count() }).from(sessions).where(eq(sessions.instructor_id, id));
    if (taught?.count && !successor)
      throw fieldError("successor_id", "errors.privacy.teaches", "invalid", {
        values: { count: taught.count },
      });
    // A trigger ends their sessions and tokens with the new version, and tells all processes.
    await tx
      .update(users)
      .set({ disabled_at: person.disabled_at ?? ctx.now, version: sql`${users.version} + 1` })
      .where(eq(users.id, id));
    const { external_id, email, school_id } = person;
    // Also what named those who were merged into them.
    const former = await tx
      .select({ identity: formerIdentities.identity })
      .from(formerIdentities)
      .where(eq(formerIdentities.user_id, id));
    const names = [`u:${id}`, ...(external_id ? [`x:${external_id}`] : []), ...(email ? [`e:${email}`] : [])];
    if (school_id)
      await rememberErased(tx, school_id, [...names, ...former.map(({ identity }) => identity)], ctx.now);
    const begun = await enqueueWork(tx, ctx, {
      kind: "erase_person",
      input: { user_id: id, successor_id: successor },
      key: id,
      school_id,
    });
    await audit(tx, ctx, { school_id, action: "user.begin_erasure", target: { type: "user", id } });
    return begun;
  });
  forgetSubject(id);
  return { work_id };
}

async function successorOf(ctx: Context, given: string, id: string): Promise<string> {
  const successor = await reachUser(ctx.scope, given).catch(() => {
    throw fieldError("successor_id", "errors.field.no_such_person", "not_found");
  });
  const [row] = await db().select({ role: users.role }).from(users).where(eq(users.id, successor));
  if (successor === id || !row || !isTeaching(row))
    throw fieldError("successor_id", "errors.privacy.successor");
  return successor;
}

/** Erases a person; what an earlier attempt has erased is not found again. */
export async function erasePerson(
  ctx: Context<Context["scope"] | null>,
  input: { user_id: string; successor_id: string | null },
  progress: (done: number, of?: number) => void,
): Promise<void> {
  const person = await namedPerson(input.user_id);
  if (!person) return;
  const { id, school_id } = person;
  if (input.successor_id) {
    const into = input.successor_id;
    await transaction((tx) => giveSessions(tx, id, into));
  }
  await eraseFacts(person, progress);
  await eraseMentions(person);
  if (school_id) await recountStaleOf(school_id, ctx.now, () => progress(0));
  await transaction(async (tx) => {
    await tx.update(imports).set({ user_id: null }).where(eq(imports.user_id, id));
    await tx.update(imports).set({ undone_by: null }).where(eq(imports.undone_by, id));
    await tx.update(messages).set({ answered_by: null }).where(eq(messages.answered_by, id));
    if (person.email) await tx.delete(accountLinks).where(eq(accountLinks.email, person.email));
    // Nothing is left that a request could be about.
    await tx
      .update(privacyRequests)
      .set({ state: "answered", closed_on: sql`current_date` })
      .where(and(eq(privacyRequests.user_id, id), eq(privacyRequests.state, "open")));
    // What refers to the account goes with it: enrollments, results, notes, devices, tokens, files of their data.
    await tx.delete(users).where(eq(users.id, id));
    await enqueueWork(tx, ctx, {
      kind: "erase_late_facts",
      input: { user_id: id, school_id },
      school_id,
      begins_at: new Date(ctx.now.getTime() + lateSeconds * 1000),
    });
    await audit(tx, ctx, { school_id, action: "user.erase", target: { type: "user", id } });
  });
}

/** Erases what was stored for a person meanwhile, by a process that had not been told yet: all of it names them by their id. */
export async function eraseLateFacts({
  user_id,
  school_id,
}: {
  user_id: string;
  school_id: string | null;
}): Promise<void> {
  const nobody = { name: "", email: null, username: null, external_id: null };
  const actors = school_id ? await pseudonymsOf(school_id, user_id) : [];
  const names = [`u:${user_id}`];
  await eraseFacts(
    { id: user_id, school_id, ...nobody, actors, viewer_ids: names, identities: names },
    () => {},
  );
}

/** What sessions, videos and learning events have of a person: one session and one video in a transaction. */
async function eraseFacts(person: NamedPerson, progress: (done: number, of?: number) => void): Promise<void> {
  const came = await db()
    .select({ session_id: attendees.session_id, ids: sql<string[]>`array_agg(${attendees.id}::text)` })
    .from(attendees)
    .where(attended(person))
    .groupBy(attendees.session_id);
  const viewed = await db()
    .select({ video_id: playbacks.video_id, viewer_id: sql<string>`${playbacks.viewer_id}` })
    .from(playbacks)
    .where(watched(playbacks)(person))
    .union(
      db()
        .select({ video_id: viewerProgress.video_id, viewer_id: sql<string>`${viewerProgress.viewer_id}` })
        .from(viewerProgress)
        .where(watched(viewerProgress)(person)),
    );
  const nobody = await nobodyOf(person.school_id);
  const total = came.length + viewed.length;
  let done = 0;
  progress(done, total);
  for (const { session_id, ids } of came) {
    await transaction((tx) => eraseAttendees(tx, session_id, ids, nobody));
    progress(++done, total);
  }
  for (const { video_id, viewer_id } of viewed) {
    await transaction((tx) => anonymiseViewer(queriesOf(tx), video_id, viewer_id));
    progress(++done, total);
  }
  // Views that wait for their video.
  await db().execute(sql`
    update pending_beacons set beacon = jsonb_set(beacon, '{view,viewer_id}', 'null')
    where beacon #>> '{view,viewer_id}' = any(${textArray(person.viewer_ids)}::text[])`);
  const { id, school_id } = person;
  if (!school_id) return;
  const writing = await writingOf(school_id, id);
  await transaction(async (tx) => {
    await lockNames(queriesOf(tx), [{ ...writing, school_id }]);
    for (const name of namesOfPerson(writing)) await deleteActor(queriesOf(tx), school_id, name);
  });
}

/** In the language of the school. */
async function nobodyOf(schoolId: string | null): Promise<Nobody> {
  const [school] = schoolId
    ? await db().select({ language: schools.language }).from(schools).where(eq(schools.id, schoolId))
    : [];
  const { t } = languageIn(school?.language ?? "en");
  return { name: t("people.erase.nobody"), text: t("people.erase.nothing") };
}

/** What other rows say about a person: the data for undoing an import, background work, events for open pages. */
async function eraseMentions(person: NamedPerson): Promise<void> {
  const { id, school_id, actors } = person;
  const names = mentions(person);
  await transaction(async (tx) => {
    if (school_id) {
      const reports = await tx
        .select({ id: imports.id })
        .from(imports)
        .where(eq(imports.school_id, school_id));
      // One at a time: together they can be larger than the memory.
      for (const { id: importId } of reports) {
        const [row] = await tx.select().from(imports).where(eq(imports.id, importId)).for("update");
        if (!row) continue;
        const before = withoutMentions(row.before, names);
        const file_name = withoutMentions(row.file_name, names);
        if (before !== row.before || file_name !== row.file_name)
          await tx.update(imports).set({ before, file_name }).where(eq(imports.id, row.id));
      }
      const listed = await tx
        .select({ id: rosterImports.id })
        .from(rosterImports)
        .where(eq(rosterImports.school_id, school_id));
      for (const { id: importId } of listed) {
        const [found] = await tx
          .select()
          .from(rosterImports)
          .where(eq(rosterImports.id, importId))
          .for("update");
        if (!found) continue;
        const { file, ...row } = found;
        // A file that waits to be imported, if it may have the person in it; it can be sent again.
        if (
          file &&
          (isZip(file) || names.some((name) => file.toString("utf8").toLowerCase().includes(name)))
        ) {
          await tx.delete(rosterImports).where(eq(rosterImports.id, importId));
          continue;
        }
        const [before, wrong] = [withoutMentions(row.before, names), withoutMentions(row.wrong, names)];
        const [decisions, file_name] = [
          withoutMentions(row.decisions, names),
          withoutMentions(row.file_name, names),
        ];
        await tx
          .update(rosterImports)
          .set({ before, wrong, decisions, file_name })
          .where(eq(rosterImports.id, importId));
      }
    }
    const isOver = inArray(backgroundWork.state, ["done", "failed", "cancelled"]);
    const ofSchool = school_id ? eq(backgroundWork.school_id, school_id) : isNull(backgroundWork.school_id);
    for (const row of await tx.select().from(backgroundWork).where(and(isOver, ofSchool))) {
      const [input, title] = [withoutMentions(row.input, names), withoutMentions(row.title, names)];
      if (input !== row.input || title !== row.title)
        await tx
          .update(backgroundWork)
          .set({ input: input ?? {}, title })
          .where(eq(backgroundWork.id, row.id));
    }
    const named = [id, ...actors].map((one) => `%${one}%`);
    for (const table of [busEvents, busOutbox])
      await tx.delete(table).where(or(...named.map((name) => sql`${table.payload}::text like ${name}`)));
  });
}
