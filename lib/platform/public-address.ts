import { BlockList, isIP } from "node:net";

/*
 * Which addresses an outgoing request may have that somebody typed in: those of the internet, and none through which this server's own network could be
 * reached. By IANA's registries of special-purpose addresses (RFC 6890).
 */

type Range = readonly [network: string, bits: number];

/** This network, private, shared, loopback, link-local, protocol assignments, documentation, 6to4 relays, benchmarks, multicast, reserved. */
const special4: readonly Range[] = [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
  ] as const),
  ...([
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
  ] as const),
  ...([
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ] as const),
];

/** All that is given out on the internet. Addresses that stand for IPv4 ones (mapped, NAT64), local ones and multicast are outside. */
const global6: readonly Range[] = [["2000::", 3]];
/** Of it: protocol assignments with Teredo, documentation, 6to4, documentation. */
const special6: readonly Range[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

function listOf(ranges: readonly Range[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [network, bits] of ranges) list.addSubnet(network, bits, family);
  return list;
}
const isSpecial4 = listOf(special4, "ipv4");
const isGlobal6 = listOf(global6, "ipv6");
const isSpecial6 = listOf(special6, "ipv6");

/** Whether this IP address is one of the internet. */
export function isPublicAddress(address: string): boolean {
  const family = address.includes("%") ? 0 : isIP(address);
  if (family === 4) return !isSpecial4.check(address, "ipv4");
  return family === 6 && isGlobal6.check(address, "ipv6") && !isSpecial6.check(address, "ipv6");
}

/** The IP address that an address names in place of a host; null for a host's name. */
export function literalAddress({ hostname }: URL): string | null {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(host) ? host : null;
}
