import { createPrivateKey, X509Certificate } from "node:crypto";

/** Null: one certificate or more, in PEM; otherwise what is wrong, for a person. Repeats nothing of it. */
export function findAuthorityFault(pem: string): string | null {
  const blocks = pem.match(
    /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g,
  );
  if (blocks === null) return "there is no certificate in PEM in it.";
  return blocks.every(isCertificate) ? null : "a certificate in it is damaged.";
}

/** Null: the key is the certificate's; otherwise what is wrong, for a person. Repeats nothing of them. */
export function findClientFault({ certificate, key }: { certificate: string; key: string }): string | null {
  if (!isCertificate(certificate)) return "the certificate is no certificate in PEM.";
  try {
    const isPair = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
    return isPair ? null : "the key belongs to another certificate.";
  } catch {
    return "the key is no private key in PEM without a password.";
  }
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
