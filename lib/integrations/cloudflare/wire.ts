import { z } from "zod";

/* What Cloudflare Stream answers and sends (developers.cloudflare.com/stream), as far as it is read here. */

/** Rows of one page of the GraphQL Analytics API; a page that is full may have a successor. */
export const pageRows = 1000;

/** Minutes that were delivered of some videos on some days; `after`: the last video of the page before. */
export const minutesQuery = `query DeliveredMinutes($account: string!, $from: Date!, $before: Date!, $uids: [string!], $after: string!) {
  viewer { accounts(filter: { accountTag: $account }) {
    streamMinutesViewedAdaptiveGroups(
      filter: { date_geq: $from, date_lt: $before, uid_in: $uids, uid_gt: $after }
      orderBy: [uid_ASC, date_ASC, clientCountryName_ASC]
      limit: ${pageRows}
    ) { sum { minutesViewed } dimensions { uid date clientCountryName } }
  } }
}`;

const group = z.object({
  sum: z.object({ minutesViewed: z.number().nonnegative() }),
  dimensions: z.object({ uid: z.string(), date: z.iso.date(), clientCountryName: z.string().nullish() }),
});
export type MinutesGroup = z.infer<typeof group>;

/** A GraphQL answer has status 200 with an error too: then `errors` says why, and `data` may be null. */
export const minutesAnswer = z.object({
  data: z
    .object({
      viewer: z.object({
        accounts: z.array(z.object({ streamMinutesViewedAdaptiveGroups: z.array(group) })),
      }),
    })
    .nullish(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
});

export const viewsAnswer = z.object({ liveViewers: z.number().int().nonnegative() });

/** No video is longer. */
const daysOfVideoMax = 12;

/** A notification about a video that Cloudflare has processed, or could not. A length of −1 is unknown. */
export const notification = z.object({
  uid: z.string().regex(/^[\w-]{1,64}$/, "must be the id of a video"),
  readyToStream: z.boolean().optional(),
  status: z.object({ state: z.string().max(100) }),
  modified: z.iso.datetime({ offset: true }).optional(),
  duration: z
    .number()
    .max(daysOfVideoMax * 86_400)
    .optional(),
});
export type Notification = z.infer<typeof notification>;
