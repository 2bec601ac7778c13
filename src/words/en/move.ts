import type { MoveError } from "../../../backend/contract/account.ts";
import type { BadRequest } from "../../../backend/contract/errors.ts";
import { counted } from "./count.ts";
import { connectError } from "./problems.ts";

/** RomM has a new address: the account goes by it once it has proven to be the same RomM. */
export const moveWords = {
  door: "RomM has a new address…",
  doorNote: "Same RomM, same account: your games and what is known of their saves stay.",
  title: "RomM has a new address",
  text: "It is first compared with what this Deck knows of your RomM. No save moves.",
  found: (version: string, origin: string) => `RomM ${version} answers at ${origin}`,
  use: "Use this address",
  comparing: "Comparing its saves with what this Deck knows…",
  moved: (origin: string) => `Same RomM. Your account goes by ${origin} now.`,
  done: "Done",
  signInThere: "Sign in there instead",
};

export function moveError(error: MoveError | BadRequest): string {
  switch (error.kind) {
    case "signed-out":
      return "Sign in to RomM first.";
    case "another-server":
      return counted(
        error.ofSaves,
        "This is another RomM: it does not have the save that this Deck knows.",
        `This is another RomM: it has ${error.knownSaves} of the # saves that this Deck knows.`,
      );
    default:
      return connectError(error);
  }
}
