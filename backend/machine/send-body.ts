import type { ClientRequest } from "node:http";
import type { HttpBody } from "./http.ts";

/**
 * Sends the chunks one by one, each handed to the system before the next is asked for. Ends quietly, and lets the
 * body's maker clean up, when the exchange is over before the body is. `onFailure` gets what the body itself threw.
 */
export function sendBody(
  outgoing: ClientRequest,
  body: HttpBody | undefined,
  onFailure: (cause: unknown) => void,
): void {
  if (body === undefined) {
    outgoing.end();
    return;
  }
  sendChunks(outgoing, body).catch(onFailure);
}

async function sendChunks(outgoing: ClientRequest, body: HttpBody): Promise<void> {
  const closed = new Promise<void>((resolve) => outgoing.once("close", resolve));
  let leftBytes = body.sizeBytes;
  for await (const chunk of body.chunks) {
    if (outgoing.destroyed) return;
    leftBytes -= chunk.byteLength;
    if (leftBytes < 0) break;
    // A request without a socket may never call back.
    await Promise.race([closed, new Promise<void>((resolve) => outgoing.write(chunk, () => resolve()))]);
  }
  if (leftBytes !== 0) throw new Error(`The body is not the announced ${body.sizeBytes} bytes long.`);
  if (!outgoing.destroyed) outgoing.end();
}
