/* Pure: pages in the browser know them too. */

/** What can be wrong with an entry of the audit log, or with its hash chain (lib/auth/audit-chain.ts) at the entry's place. */
export const chainFaults = ["changed", "removed", "added", "seal_removed", "backdated", "cut"] as const;
