import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { videoAddresses } from "@/lib/db/tables/pending-beacons";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { uuidPattern } from "@/lib/platform/ids";
import { mediaAddress } from "@/lib/platform/media-address";
import { processCache } from "@/lib/platform/process";
import type { Subject } from "./accept";
import { cachedRows } from "./cache";
import { type Refusal, refused } from "./refusals";
import { findVideo, type TrackedVideo } from "./tracked-videos";

/* Which video a beacon is about that names an address. */

/** An address that no video of the school has yet. */
export type TrackedAddress = Subject & {
  address: string;
  anonymous_viewers: boolean;
  allowed_origins: string[];
};

/** What a beacon is about: a video, or an address that has none yet. */
export type PlaybackSubject = TrackedVideo | TrackedAddress;

export const isVideo = (subject: PlaybackSubject): subject is TrackedVideo => "video_id" in subject;

/** Where playbacks are counted together. */
export const placeOf = (subject: PlaybackSubject): string =>
  isVideo(subject) ? subject.video_id : `${subject.school_id} ${subject.address}`;

export const addressRefusals = {
  unknown_school: { code: "not_found", path: "school", message: "this school does not exist" },
  ignored_address: {
    code: "forbidden",
    path: "address",
    message: "the school does not track this address",
  },
  origin_not_allowed: {
    code: "forbidden",
    path: "Origin",
    message: "the school has not allowed this site; its administrator can do so",
  },
  unfollowed_address: {
    code: "invalid",
    path: "unfollowed",
    message: "is counted for a video only, and this address has none",
  },
  full: {
    code: "conflict",
    path: "address",
    message: "too much waits already for addresses without a video; give them their videos",
  },
} as const satisfies Record<string, Refusal>;

const schoolsByReference = cachedRows("schools", (reference) =>
  db()
    .select({
      school_id: schools.id,
      address_limit_per_minute: schools.address_limit_per_minute,
      anonymous_viewers: schools.anonymous_viewers,
      allowed_origins: schools.allowed_origins,
    })
    .from(schools)
    .where(eq(uuidPattern.test(reference) ? schools.id : schools.external_id, reference)),
);

/** What staff have said of addresses, each by its school and itself. */
const addressRows = cachedRows("addresses", (key) => {
  const [schoolId, address] = [key.slice(0, 36), key.slice(37)];
  return db()
    .select({ video_id: videoAddresses.video_id, ignored: videoAddresses.ignored })
    .from(videoAddresses)
    .where(and(eq(videoAddresses.school_id, schoolId), eq(videoAddresses.address, address)));
});

/** A school's videos by the addresses of their own sources, read once a minute: a school has thousands. */
function videosBySource(schoolId: string): Promise<Map<string, string>> {
  const cache = processCache<Promise<Map<string, string>>>("videos by source", { max: 500, ttl: 60_000 });
  return getOrInsert(cache, schoolId, () => {
    const { id, source_url, provider, provider_id } = videos;
    const read = db()
      .select({
        id,
        sources: sql<
          string[]
        >`array_remove(array[${source_url}, ${provider}::text || ':' || ${provider_id}], null)`,
      })
      .from(videos)
      .where(
        and(
          eq(videos.school_id, schoolId),
          isNull(videos.version_of),
          or(isNotNull(source_url), isNotNull(provider_id)),
        ),
      )
      .then(
        (rows) =>
          new Map(
            rows.flatMap(({ id, sources }) => sources.map((source) => [mediaAddress(source) ?? "", id])),
          ),
      );
    read.catch(() => cache.delete(schoolId));
    return read;
  });
}

/** The video of this address, else the address itself, whose beacons wait. */
export async function findAddress(schoolReference: string, address: string): Promise<PlaybackSubject> {
  const [school] = await schoolsByReference(schoolReference);
  if (!school) throw refused(addressRefusals, "unknown_school");
  const [row] = await addressRows(`${school.school_id} ${address}`);
  const videoId = row?.video_id ?? (await videosBySource(school.school_id)).get(address);
  if (videoId) return await findVideo(videoId, school.school_id);
  if (row?.ignored) throw refused(addressRefusals, "ignored_address");
  return { ...school, address };
}

/** Reads the address again for its next beacon: it has a video now. */
export const forgetAddress = ({ school_id, address }: { school_id: string; address: string }): void =>
  addressRows.forget(`${school_id} ${address}`);
