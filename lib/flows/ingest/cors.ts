/** Players sit on other sites: anyone may send and read the answer; nothing here depends on another site's cookies. */
export const trackingHeaders = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "retry-after, x-request-id",
  "x-content-type-options": "nosniff",
} as const;

export const preflightHeaders = {
  ...trackingHeaders,
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-allow-headers": "content-type, authorization",
  "access-control-max-age": "86400",
} as const;
