import type { BadRequest } from "../../../backend/contract/errors.ts";
import type { AdoptError, OtherInstallation } from "../../../backend/contract/other-installation.ts";
import { counted } from "./count.ts";
import { badRequest } from "./problems.ts";

const errors: Record<(AdoptError | BadRequest)["kind"], string> = {
  "not-there": "It is not there any more.",
  "in-use": "It is running. Switch it off in Decky first.",
  "not-empty": "There are games here by now.",
  "no-space": "No space left on this Deck. Try again when there is.",
  disk: "This Deck's storage reported an error. Try again.",
  "bad-request": badRequest,
};

export const elsewhereWords = {
  title: "Savepoint was here before",
  adopt: "Bring its games over",
  errors,
};

export function elsewhereText({ folder, shortcutCount }: OtherInstallation): string {
  const games = counted(shortcutCount, "1 game", "# games");
  return `Installed as ${folder}, it knows ${games}. There, all stays as it is.`;
}
