import "server-only";
import { env } from "@/lib/platform/env";
import { isPageScript } from "./page-scripts";

/**
 * What a page may load and run, as the browser enforces it. Scripts are ours or carry this answer's nonce. Styles may stand in
 * the page, because React writes `style` attributes and the notices bring a style element of their own. Videos and their pictures
 * stand wherever a school keeps them.
 */
export function contentPolicy(nonce: string): string {
  const media = env().LECTERN_URL?.startsWith("https://") ? "https:" : "https: http:";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `media-src 'self' blob: ${media}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The headers of every answer: page, route, file or error. */
export function securityHeaders(path: string, nonce: string): Record<string, string> {
  const shared = isPageScript(path);
  return {
    "content-security-policy": contentPolicy(nonce),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": shared ? "cross-origin" : "same-origin",
    "permissions-policy":
      "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    ...(shared ? { "access-control-allow-origin": "*" } : {}),
    ...(env().LECTERN_URL?.startsWith("https://") ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}
