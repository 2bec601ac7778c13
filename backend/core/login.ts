/** Of a user name and password, which are not kept. From RomM 4.8 on a refresh token serves once. */
export interface OauthLogin {
  kind: "oauth";
  accessToken: string;
  refreshToken: string;
  /** When the access token ends, by this device's clock. */
  expiresAtMs: number;
}
