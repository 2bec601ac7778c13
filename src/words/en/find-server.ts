import type { BadRequest } from "../../../backend/contract/errors.ts";
import type { FindError, PhoneEntryEnd, PhoneEntryError } from "../../../backend/contract/server.ts";
import { badRequest, connectError } from "./problems.ts";

/** Why RomM was not found where the player's words lead, and what to do. */
export function findError(error: FindError | BadRequest): string {
  if (error.kind !== "romm") return connectError(error);
  const { code, tried, at } = error;
  if (code === "offline" || code === "timeout") {
    return `Nothing answers at ${hostOf(at)}. Tried ${list.format(tried.map(toShort))}. Look at the address.`;
  }
  return at === null ? connectError(error) : `${hostOf(at)}: ${connectError(error)}`;
}

const list = new Intl.ListFormat("en", { type: "conjunction" });

/** "https", "port 8080": the host is known. */
function toShort(address: string): string {
  if (!URL.canParse(address)) return address;
  const { protocol, port, pathname } = new URL(address);
  const scheme = protocol.replace(":", "");
  const path = pathname === "/" ? "" : ` ${pathname}`;
  return `${port === "" ? scheme : `${scheme} port ${port}`}${path}`;
}

function hostOf(address: string | null): string {
  return address !== null && URL.canParse(address) ? new URL(address).hostname : "this address";
}

export function phoneEntryError(error: PhoneEntryError | PhoneEntryEnd | BadRequest): string {
  switch (error.kind) {
    case "no-lan":
      return "This Deck is in no home network, so a phone cannot reach it. Type the address here.";
    case "expired":
      return "The page for your phone has closed. Open a new one, or type the address here.";
    case "cancelled":
      return "The page for your phone was closed.";
    case "bad-request":
      return badRequest;
  }
}
