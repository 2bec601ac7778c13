/** The ways to sign in: RomM has `device` from 5.0, `pairing-code` and `token` from 4.8, `password` from 4.7. */
export type SignInWay = "device" | "pairing-code" | "token" | "password";
