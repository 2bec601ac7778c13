/** First steps: the address, and the ways to sign in. */
export const startWords = {
  whereIsRomm: "Where is your RomM?",
  address: "Address",
  addressHint: "As you type it into a browser. http:// is not needed.",
  goOn: "Go on",
  looking: (typed: string) => `Looking for RomM at ${typed}…`,
  trust: "Trust this certificate",
  fingerprintIs: (fingerprint: string) => `Compare its fingerprint: ${fingerprint}`,
  onYourPhone:
    "Or type it on your phone: scan this, enter the address there. Both must be in the same network.",
  found: (version: string, origin: string) => `Found RomM ${version} at ${origin}`,
  notEncrypted: "Not encrypted: others on the way can read your saves. At home this is usual.",
  otherAddress: "Other address",
  askingForCode: "Asking RomM for a code…",
  scanOrOpen: (url: string) => `Scan this, or open ${url} on any device and enter the code:`,
  waitingForYou: (left: string) => `Waiting for you to approve… ${left} left`,
  newCode: "New code",
  code: "Code",
  token: "API token",
  user: "User",
  password: "Password",
  signIn: "Sign in",
  typeFirst: "Fill this in first.",
  signingIn: "Signing in…",
  ways: {
    device: { title: "Sign in with your phone", door: "With your phone", note: "" },
    "pairing-code": {
      title: "Sign in with a pairing code",
      door: "I have a pairing code",
      note: "In RomM: your picture, API tokens, the token, Pair. The code lasts a minute.",
    },
    token: {
      title: "Sign in with a token",
      door: "Token",
      note: "In RomM: your picture, API tokens. A token is long: the phone is quicker.",
    },
    password: {
      title: "Sign in with user and password",
      door: "User and password",
      note: "Only what RomM gives for it is kept, never the password itself.",
    },
  },
};
