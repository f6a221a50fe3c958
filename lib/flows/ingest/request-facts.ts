import Bowser from "bowser";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { processCache } from "@/lib/platform/process";

/** A request's headers, independent of the transport. */
export type RequestHeaders = Pick<Headers, "get">;

type RequestFacts = {
  device: string;
  browser: string | null;
  os: string | null;
  country: string | null;
};

/** Distinct user agents cached: parsing one costs more than storing the beacon. */
const agentsMax = 2000;

/** Tablet, mobile or desktop, by the product's own rule (spec: tracking routes). */
function deviceOf(userAgent: string): "desktop" | "mobile" | "tablet" {
  if (/iPad|PlayBook|Silk/.test(userAgent) || (/Android/.test(userAgent) && !/Mobile/.test(userAgent)))
    return "tablet";
  if (/iPhone|BlackBerry/.test(userAgent) || /Android.*Mobile/.test(userAgent)) return "mobile";
  return "desktop";
}

function parseAgent(userAgent: string): Omit<RequestFacts, "country"> {
  const cache = processCache<Omit<RequestFacts, "country">>("user agents", { max: agentsMax });
  return getOrInsert(cache, userAgent, () => {
    // Bowser throws for an empty string, and returns one for an unknown value.
    const parsed = userAgent ? Bowser.parse(userAgent) : null;
    return {
      device: deviceOf(userAgent),
      browser: parsed?.browser.name || null,
      os: parsed?.os.name || null,
    };
  });
}

/** Device, browser, operating system and country of a request. The user agent itself is not stored. */
export function requestFacts(headers: RequestHeaders, countryHeader: string): RequestFacts {
  const country = headers.get(countryHeader)?.toUpperCase() ?? "";
  return {
    ...parseAgent((headers.get("user-agent") ?? "").slice(0, 512)),
    // XX and T1 are what proxies write for "unknown" and Tor.
    country: /^[A-Z]{2}$/.test(country) && country !== "XX" ? country : null,
  };
}

/** The host of a referrer, without `www.`; null when there is none or it is no web address. */
export function referrerHost(referrer: string | null | undefined): string | null {
  if (!referrer) return null;
  try {
    const url = new URL(referrer);
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    return url.hostname.replace(/^www\./, "").slice(0, 253) || null;
  } catch {
    return null;
  }
}

/** A page's address without its query and fragment; null when it is no web address. */
export function pageAddress(page: string | null | undefined): string | null {
  if (!page || !URL.canParse(page)) return null;
  const { protocol, origin, pathname } = new URL(page);
  return /^https?:$/.test(protocol) ? origin + pathname : null;
}
