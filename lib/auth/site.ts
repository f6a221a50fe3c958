import "server-only";
import { headers } from "next/headers";
import { env } from "@/lib/platform/env";

/** The address people use for this site, without a slash at its end: the configured one, else the host of the request: a page's own, or a route's with these headers. */
export async function siteAddress(sent?: Headers): Promise<string> {
  const { LECTERN_URL, HOST, PORT } = env();
  if (LECTERN_URL) return LECTERN_URL.replace(/\/$/, "");
  return `http://${(sent ?? (await headers())).get("host") ?? `${HOST}:${PORT}`}`;
}
