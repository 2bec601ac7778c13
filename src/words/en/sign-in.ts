import type { ConnectError, MoveError, Right } from "../../../backend/contract/account.ts";
import type { SignInWay } from "../../../backend/contract/sign-in-way.ts";

type ConnectKind =
  | "way-not-offered"
  | "wrong-code"
  | "wrong-password"
  | "incomplete-token"
  | "account-disabled"
  | "missing-rights"
  | "pairing-expired"
  | "pairing-denied"
  | "pairing-cancelled";

type SignInRefusal = Extract<ConnectError, { kind: ConnectKind }>;

/** What one way to sign in can be refused for, and what to do. */
export function signInRefusal(error: SignInRefusal): string {
  switch (error.kind) {
    case "way-not-offered":
      return `${ways[error.way]} needs RomM ${error.needed} or newer. This is RomM ${error.serverVersion}: sign in another way.`;
    case "wrong-code":
      return "RomM does not know this code. One lasts a minute and works once: let RomM show a new one.";
    case "wrong-password":
      return "The user name or the password is wrong. Type them again.";
    case "incomplete-token":
      return "This token looks incomplete. One begins with rmm_ and is long: copy all of it.";
    case "account-disabled":
      return "This account is switched off in RomM. Ask RomM's admin to switch it on.";
    case "missing-rights":
      return `RomM gave fewer rights. Savepoint cannot ${withoutRights(error.missing)}. Ask again and allow them.`;
    case "pairing-expired":
      return "The code ran out. Ask for a new one.";
    case "pairing-denied":
      return "It was refused in RomM. Try again, and approve it there.";
    case "pairing-cancelled":
      return "Signing in was cancelled. Try again when you like.";
  }
}

const ways: Record<SignInWay, string> = {
  device: "Signing in with your phone",
  "pairing-code": "A pairing code",
  token: "A token",
  password: "User name and password",
};

/** What a missing right means to the player, with its name in RomM: "fetch saves (assets.read)". */
function withoutRights(missing: readonly Right[]): string {
  return new Intl.ListFormat("en").format(missing.map((right) => `${meanings[right]} (${right})`));
}

const meanings: Record<Right, string> = {
  "me.read": "see whose saves these are",
  "platforms.read": "see your platforms",
  "roms.read": "see your games",
  "roms.user.read": "see when you played",
  "roms.user.write": "set a play status",
  "assets.read": "fetch saves",
  "assets.write": "send saves",
  "devices.read": "see your devices",
  "devices.write": "make this Deck known",
};

type MoveRefusal = Exclude<MoveError, ConnectError>;

/** Why RomM's new address is not taken over. */
export function moveRefusal(error: MoveRefusal): string {
  switch (error.kind) {
    case "signed-out":
      return "Sign in first.";
    case "another-server":
      return `This is another RomM: it knows ${error.knownSaves} of your ${error.ofSaves} saves. Sign in there instead.`;
  }
}
