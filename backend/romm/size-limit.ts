import { RommError } from "../core/romm-error.ts";

/** The form around a save in a request. */
const formBytes = 1024;

/** What is known of the server's limit: how it ships, until it says or shows another. */
export function createSizeLimit(shippedBytes: number | null) {
  let requestBytes = shippedBytes;
  return {
    known: () => (requestBytes === null ? null : Math.max(0, requestBytes - formBytes)),
    async heard<T>(sizeBytes: number, send: () => Promise<T>): Promise<T> {
      try {
        const sent = await send();
        if (requestBytes !== null && sizeBytes > requestBytes) requestBytes = null;
        return sent;
      } catch (error) {
        if (error instanceof RommError && error.code === "too-large" && error.limitBytes !== null)
          requestBytes = error.limitBytes;
        throw error;
      }
    },
  };
}
