import { networkInterfaces } from "node:os";

/** An address of this machine in a network that it is in. */
interface OwnAddress {
  address: string;
  family: "IPv4" | "IPv6";
}

/** Without the loopback, and without what a machine gives itself where no network gave it one. */
function listOwnAddresses(): OwnAddress[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .map(({ address, family }) => ({ address, family }));
}

export function hasNetwork(): boolean {
  return listOwnAddresses().length > 0;
}

/** A name or address of this very machine, which is there without any network. `host` as a URL writes it. */
export function isLoopback(host: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(host);
}
