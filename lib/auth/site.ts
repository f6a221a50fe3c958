import "server-only";
import { headers } from "next/headers";
import { env } from "@/lib/platform/env";

/** The address people use for this site, without a slash at its end: the configured one, else the request's host. */
export async function siteAddress(): Promise<string> {
  const { LECTERN_URL, HOST, PORT } = env();
  if (LECTERN_URL) return LECTERN_URL.replace(/\/$/, "");
  return `http://${(await headers()).get("host") ?? `${HOST}:${PORT}`}`;
}
