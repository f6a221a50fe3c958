import "server-only";
import type { Account } from "@/lib/integrations/cloudflare/client";
import { env } from "@/lib/platform/env";

/** The account whose delivered minutes are read; null without credentials. */
export function cloudflareAccount(): Account | null {
  const { CLOUDFLARE_ACCOUNT_ID, CLOUDFLARE_API_TOKEN, CLOUDFLARE_API_URL } = env();
  if (!CLOUDFLARE_ACCOUNT_ID || !CLOUDFLARE_API_TOKEN) return null;
  return { account_id: CLOUDFLARE_ACCOUNT_ID, token: CLOUDFLARE_API_TOKEN, api_url: CLOUDFLARE_API_URL };
}
