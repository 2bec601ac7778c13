import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import {
  BasicConstraintsExtension,
  type Extension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** A certificate with its key, both in PEM. */
export interface Identity {
  certificate: string;
  key: string;
}

/** Signs certificates of servers and clients; in a test it stands for a home's own one, or for a stranger's. */
export interface Authority {
  /** What a player would put on the Deck. */
  certificate: string;
  issue(p: { names: string[]; validFrom?: Date; validTo?: Date }): Promise<Identity>;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMs = 24 * 60 * 60 * 1000;
export const yesterday = new Date(Date.now() - dayMs);
export const tomorrow = new Date(Date.now() + dayMs);

/** Made anew each time: a test that keeps certificates fails on the day they end. */
export async function createAuthority(name: string): Promise<Authority> {
  const keys = await createKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...{ name: `CN=${name}`, keys, notBefore: yesterday, notAfter: tomorrow },
    ...{ serialNumber: serialNumber(), signingAlgorithm: algorithm },
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    certificate: authority.toString("pem"),
    async issue({ names, validFrom = yesterday, validTo = tomorrow }) {
      const own = await createKeys();
      const certificate = await X509CertificateGenerator.create({
        ...{ subject: `CN=${names[0]}`, issuer: authority.subject, publicKey: own.publicKey },
        ...{ notBefore: validFrom, notAfter: validTo, serialNumber: serialNumber() },
        ...{ signingKey: keys.privateKey, signingAlgorithm: algorithm, extensions: [namesOf(names)] },
      });
      return await toIdentity(certificate, own);
    },
  };
}

/** Nobody but itself vouches for it, as most appliances' own. */
export async function createSelfSigned(names: string[]): Promise<Identity> {
  const keys = await createKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...{ name: `CN=${names[0]}`, keys, notBefore: yesterday, notAfter: tomorrow },
    ...{ serialNumber: serialNumber(), signingAlgorithm: algorithm, extensions: [namesOf(names)] },
  });
  return await toIdentity(certificate, keys);
}

function namesOf(names: string[]): Extension {
  return new SubjectAlternativeNameExtension(
    names.map((value) => ({ type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const), value })),
  );
}

/** Positive, as certificates want it. */
function serialNumber(): string {
  return `01${randomBytes(8).toString("hex")}`;
}

async function createKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function toIdentity(certificate: X509Certificate, keys: CryptoKeyPair): Promise<Identity> {
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificate: certificate.toString("pem"), key: PemConverter.encode(key, "PRIVATE KEY") };
}
