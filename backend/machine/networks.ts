import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";

/** An address of this machine in a network that it is in. */
interface OwnAddress {
  address: string;
  interfaceName: string;
}

/** Without the loopback, and without what a machine gives itself where no network gave it one. */
function listOwnAddresses(): OwnAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([interfaceName, addresses = []]) =>
    addresses
      .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
      .map(({ address }) => ({ address, interfaceName })),
  );
}

export function hasNetwork(): boolean {
  return listOwnAddresses().length > 0;
}

/** As one text, the same as long as the machine is in the same networks. */
export function tellAddresses(): string {
  return listOwnAddresses()
    .map(({ interfaceName, address }) => `${interfaceName} ${address}`)
    .toSorted()
    .join(", ");
}

/** Of containers, virtual machines and tunnels: no phone is in there. */
const virtualNetworks = /^(br-|docker|podman|veth|virbr|vmnet|tun|tap|wg|tailscale|zt|cni)/;

/** By which a phone at home reaches this machine, IPv4 before IPv6; null: it is in no such network. */
export function findLanAddress(): string | null {
  const inLans = listOwnAddresses().filter(
    ({ address, interfaceName }) => isLocalAddress(address) && !virtualNetworks.test(interfaceName),
  );
  const [best] = inLans.toSorted((one, other) => Number(isIPv6(one.address)) - Number(isIPv6(other.address)));
  return best?.address ?? null;
}

/** RFC 1918, RFC 4193, link-local, and this machine itself. */
const local = new BlockList();
local.addSubnet("10.0.0.0", 8);
local.addSubnet("172.16.0.0", 12);
local.addSubnet("192.168.0.0", 16);
local.addSubnet("169.254.0.0", 16);
local.addSubnet("127.0.0.0", 8);
local.addSubnet("fc00::", 7, "ipv6");
local.addSubnet("fe80::", 10, "ipv6");
local.addAddress("::1", "ipv6");

/** An address that only a local network knows. */
export function isLocalAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, "");
  return local.check(bare, isIPv6(bare) ? "ipv6" : "ipv4");
}

/** A name or address of this very machine, which is there without any network. `host` as a URL writes it. */
export function isLoopback(host: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(host);
}
