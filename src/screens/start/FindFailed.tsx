import type { FindError, ServerAccess } from "../../../backend/contract/server.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { findError, startWords } from "../../words/words.ts";

/** What went wrong, where was looked, and the one way out that is not another address. */
export function FindFailed({ error, onTrust }: { error: FindError; onTrust(access: ServerAccess): void }) {
  const certificate = error.kind === "romm" ? error.certificate : undefined;
  return (
    <>
      <TextRow focusKey="trouble" isTrouble>
        {findError(error)}
      </TextRow>
      {certificate !== undefined && (
        <ButtonRow
          focusKey="trust"
          description={startWords.fingerprintIs(certificate.fingerprint)}
          onPress={() => onTrust({ fingerprint: certificate.fingerprint })}
        >
          {startWords.trust}
        </ButtonRow>
      )}
    </>
  );
}
