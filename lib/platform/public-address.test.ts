import { describe, expect, it } from "vitest";
import { isPublicAddress, literalAddress } from "./public-address";

describe("an address of the internet", () => {
  it("is none of a network of its own, in any way of writing it", () => {
    // The first and the last of each of IANA's special-purpose blocks, and how IPv6 writes IPv4 ones.
    const refused =
      `0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.0 127.0.0.1 127.255.255.255 169.254.0.0
      169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.255 192.0.2.1 192.88.99.1 192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255
      198.51.100.7 203.0.113.7 224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:7f00:1
      64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::a00:1 100::1 2001::1 2001:0:7f00:1::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:c0a8:101::1
      2002:808:808::1 3fff::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 4000::1 localhost 8.8.8 010.0.0.1 1.1.1.1%x`.split(
        /\s+/,
      );
    expect(refused.filter(isPublicAddress)).toEqual([]);
  });

  it("is every other one", () => {
    const allowed =
      `1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 172.15.255.255 172.32.0.0
      192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 2001:200::1 2001:4860:4860::8888 2606:4700::1111 2a00:1450::1
      2003::1`.split(/\s+/);
    expect(allowed.filter((address) => !isPublicAddress(address))).toEqual([]);
  });

  it("is seen behind each way in which an URL can write one", () => {
    const literal = (text: string) => literalAddress(new URL(text));
    for (const host of ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "１２７.0.0.1"])
      expect(literal(`https://${host}/`), host).toBe("127.0.0.1");
    expect(literal("https://[::ffff:127.0.0.1]/")).toBe("::ffff:7f00:1");
    expect(literal("https://example.org/")).toBeNull();
  });
});
