import { z } from "zod";
import type { videoSuspects, videos } from "@/lib/db/tables/videos";
import { reference, revision, siteOrigin, storableText, uuid, webAddress } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { mediaSecondsMax } from "./beacons";

/* What staff may change of a video. */

type VideoProvider = (typeof videos.$inferSelect)["provider"];

/** Cloudflare's id of a video. */
export const cloudflareId = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{32}$/, message("errors.field.cloudflare_id"));

const title = storableText(300).trim().min(1);
const duration_seconds = z.number().positive().max(mediaSecondsMax);

/** What a video is called, where it belongs and where people watch it. */
const settings = {
  title,
  course_id: reference,
  /** A lesson of the course. */
  lesson_id: reference.nullish(),
  /** The page on which learners watch it. */
  page_url: webAddress.nullish(),
  /** Students see what is published. */
  published: z.boolean().optional(),
};

/** Where a video comes from. A file has no id at a provider. */
const source = {
  provider: z.enum(["file", "cloudflare"] as const satisfies readonly VideoProvider[]).optional(),
  provider_id: cloudflareId.nullish(),
  /** Rules over what players report; the video's numbers are counted anew. */
  duration_seconds: duration_seconds.optional(),
  /** From where a browser plays it; null: only its course page has it. */
  source_url: webAddress.nullish(),
};

/** Refuses an id without its provider, and Cloudflare without an id. */
const withProvider = <S extends z.ZodObject<typeof source>>(body: S) =>
  body.refine(
    ({ provider, provider_id }) => (provider === "cloudflare") === (typeof provider_id === "string"),
    {
      path: ["provider_id"],
      ...message("errors.field.with_cloudflare"),
    },
  );

/** A video as another system knows it: one with this external id is changed, else it is new. */
export const saveVideoItem = withProvider(
  z.object({
    external_id: storableText(200).trim().min(1).optional(),
    ...settings,
    ...source,
    /** A whole upload of the caller's (`PUT …/uploads/{uploadId}`), for a video that is new. */
    upload_id: uuid.optional(),
  }),
);
export type SaveVideo = z.infer<typeof saveVideoItem>;

export const changeVideoBody = withProvider(
  z.object({
    ...z.object(settings).partial().shape,
    ...source,
    /** An archived video is in no list; its numbers stay. */
    archived: z.boolean().optional(),
    revision,
  }),
).refine(({ revision: _, ...change }) => Object.values(change).some((value) => value !== undefined), {
  path: ["title"],
  ...message("errors.field.nothing_to_change"),
});
export type ChangeVideo = z.infer<typeof changeVideoBody>;

/** Another file for a video: an upload, or where it is stored. */
export const replaceVideoBody = withProvider(
  z.object({ ...source, upload_id: uuid.optional(), revision }),
).refine(({ upload_id, source_url, provider_id }) => Boolean(upload_id ?? source_url ?? provider_id), {
  path: ["upload_id"],
  ...message("errors.field.file_missing"),
});
export type ReplaceVideo = z.infer<typeof replaceVideoBody>;

/** Hours, minutes and seconds as people write a length: `1:02:03`, `12:03`. */
const clock = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d(?:\.\d{1,3})?)$/;

/** The form of the dashboard: an empty length stays as it is, and without an id the video is a file. */
export const changeVideoForm = z
  .object({
    video_id: reference,
    title: title.optional(),
    course_id: reference.optional(),
    /** Empty: in no lesson. */
    lesson_id: z
      .union([z.literal(""), reference])
      .transform((id) => id || null)
      .optional(),
    revision,
    length: z
      .string()
      .trim()
      .transform((text, ctx) => {
        if (text === "") return undefined;
        const [, hours = "0", minutes, seconds] = clock.exec(text) ?? [];
        const all = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
        if (all > 0 && all <= mediaSecondsMax) return all;
        ctx.addIssue({ code: "custom", message: message("errors.field.length").error });
        return z.NEVER;
      }),
    provider_id: z.union([z.literal(""), cloudflareId]),
    source_url: z
      .string()
      .trim()
      .transform((text) => text || null)
      .pipe(webAddress.nullable()),
  })
  .transform(({ length, provider_id, ...form }) => ({
    ...form,
    duration_seconds: length,
    provider: provider_id ? ("cloudflare" as const) : ("file" as const),
    provider_id: provider_id || null,
  }));

export const suspectParams = z.object({ videoId: reference, suspectId: uuid });
export type Decision = NonNullable<(typeof videoSuspects.$inferSelect)["decision"]>;
export const decideBody = z.object({
  decision: z.enum(["counted", "left_out"] as const satisfies readonly Decision[]),
});
export const decideForm = decideBody.extend({
  video_id: reference,
  suspect_ids: z.array(uuid).min(1).max(100),
});

export const addressParams = z.object({ addressId: uuid });

/** The video of an address, or that it is none of the school's. */
export const changeAddressBody = z
  .object({ video_id: reference.optional(), ignored: z.boolean().optional() })
  .refine(({ video_id, ignored }) => (video_id === undefined) !== (ignored === undefined), {
    path: ["video_id"],
    ...message("errors.field.video_or_ignored"),
  });
export type ChangeAddress = z.infer<typeof changeAddressBody>;

/** A new video for an address; without a length, players report it. */
export const makeVideoBody = z.object({
  title,
  course_id: reference,
  duration_seconds: duration_seconds.optional(),
});
export type MakeVideo = z.infer<typeof makeVideoBody>;

/** What happens to one of several addresses: it gets a video of the school, or a new one, or is ignored, or waits again. */
export const addressItem = z
  .object({
    address_id: uuid,
    video_id: reference.optional(),
    ignored: z.boolean().optional(),
    /** A new video. */
    title: makeVideoBody.shape.title.optional(),
    course_id: reference.optional(),
  })
  .refine(
    ({ video_id, ignored, title }) =>
      [video_id, ignored, title].filter((one) => one !== undefined).length === 1,
    { path: ["video_id"], ...message("errors.field.video_or_ignored") },
  )
  .refine(({ title, course_id }) => (title === undefined) === (course_id === undefined), {
    path: ["course_id"],
    ...message("errors.field.course_with_title"),
  });

export const originsBody = z.object({
  school_id: uuid.optional(),
  origins: z.array(siteOrigin).max(50),
});
export type Origins = z.infer<typeof originsBody>;
