import "server-only";
import {
  claimReading,
  nextReading,
  noteRead,
  noteUnavailable,
  storeReading,
} from "@/lib/domain/videos/ingest/deliveries";
import { cloudflareAccount } from "@/lib/flows/cloudflare/account";
import {
  type Account,
  CloudflareError,
  daysKept,
  daysPerQuery,
  deliveredMinutes,
} from "@/lib/integrations/cloudflare/client";
import { describeError, log } from "@/lib/platform/log";
import { type Job, startJob } from "./job";

/** How often the job looks for days to read, in milliseconds. */
const intervalMs = 10_000;

const limits = { days_per_query: daysPerQuery, days_kept: daysKept };

/**
 * Reads the next days of a few videos from Cloudflare, stores them, and notes how it went. True when it did, as there may be more;
 * false when everything is read, while another process reads, and after a failure, which is waited out.
 */
export async function readDeliveredMinutes(account: Account, now: Date): Promise<boolean> {
  const reading = await nextReading("cloudflare", now, limits);
  const claim = reading && (await claimReading("cloudflare", now));
  if (!claim) return false;
  try {
    const uids = [...new Set(reading.videos.map(({ provider_id }) => provider_id))].sort();
    const rows = await deliveredMinutes(account, { uids, from: reading.from, to: reading.to });
    await storeReading(reading, rows, now);
  } catch (error) {
    if (!(error instanceof CloudflareError)) throw error;
    log.warn({ error: describeError(error) }, "delivered minutes could not be read from Cloudflare");
    const { reason, retry_after_seconds } = error;
    // The limits of the API count five minutes.
    const wait = retry_after_seconds ?? (reason === "rate_limited" ? 300 : null);
    await noteUnavailable("cloudflare", now, {
      failures: claim.failures + 1,
      reason,
      retry_after_seconds: wait,
    });
    return false;
  }
  await noteRead("cloudflare", now);
  return true;
}

/** Reads delivered minutes in the background, where there are credentials. */
export function startDeliveredMinutesJob(): Job | null {
  const account = cloudflareAccount();
  return (
    account &&
    startJob("delivered_minutes", "delivered minutes could not be stored", intervalMs, (now) =>
      readDeliveredMinutes(account, now),
    )
  );
}
