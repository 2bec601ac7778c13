import { replacedFor } from "./access.ts";
import { type Breakage, restatus, rewriteRows } from "./breakage.ts";
import { findSave } from "./rows.ts";

/** What the oldest releases did otherwise. */
export const olderBreakages = {
  "missing-file-was-400": { traits: { missingFileIs400: false } },
  "names-were-taken-as-they-came": { traits: { sanitisesNames: true } },
  "put-wrote-beside-the-row": { traits: { putFollowsUploadName: false } },
  "unknown-client-token-was-500": replacedFor(/^Bearer rmm_0{64}$/, 401),
  "empty-bearer-was-500": { traits: { emptyBearerIs500: false } },
  "negotiate-without-device-was-422": restatus("POST /api/sync/negotiate", 422, 400),
  "old-put-kept-the-hash": rewriteRows("GET /api/saves/#", (row, c) => {
    const save = findSave(c);
    const isChanged = save !== undefined && save.updated_at > save.created_at && row.content_hash !== null;
    return isChanged ? { ...row, content_hash: null } : row;
  }),
} satisfies Record<string, Breakage>;
