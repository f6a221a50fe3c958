import "server-only";
import { isIPv6 } from "node:net";
import { env } from "@/lib/platform/env";

/**
 * The caller's address, for limits only. The server's front appends the socket's own address to X-Forwarded-For (lib/http/request-checks.ts), so the last entry is
 * always true; each of our proxies moves the caller's address one place to the left. The caller wrote the entries further left.
 */
export function clientAddress(headers: Pick<Headers, "get">, trustedProxies = env().TRUSTED_PROXIES): string {
  const chain = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  return chain[Math.max(0, chain.length - 1 - trustedProxies)] || "unknown";
}

/** Whom an address stands for: who has one IPv6 address has the other 2^64 of its network, too. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes(".")) return address;
  const [head = "", tail] = address.split("::");
  const [before, after] = [head, tail ?? ""].map((part) => part.split(":").filter(Boolean));
  const zeros = tail === undefined ? 0 : 8 - before!.length - after!.length;
  const groups = [...before!, ...Array.from({ length: zeros }, () => "0"), ...after!];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}

/** Whether a browser sent this from one of our own pages. A request without an Origin (not a browser's write) is not. */
export function fromOwnOrigin(headers: Pick<Headers, "get">): boolean {
  const origin = headers.get("origin");
  if (!origin || !URL.canParse(origin)) return false;
  const { LECTERN_URL } = env();
  if (LECTERN_URL && new URL(LECTERN_URL).origin === origin) return true;
  // A browser writes Host itself, and a page elsewhere cannot change it.
  return new URL(origin).host === headers.get("host");
}
