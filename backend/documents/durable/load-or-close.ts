import { FileError } from "../../machine/disk.ts";
import type { DurableJson } from "../durable-json.ts";
import type { DocumentDeps, Loaded } from "./load-document.ts";

type Opened<T> = { loaded: Loaded<T>; closed: null } | { loaded: null; closed: FileError };

/**
 * `closed`: the disk does not tell what stands there, so nothing is known of it, and nothing may be saved over it. What
 * was recovered is written back; a disk that does not take it is no reason to go without.
 */
export async function loadOrClose<T>(
  { log }: DocumentDeps,
  document: Pick<DurableJson<T>, "load" | "saveRecovered">,
): Promise<Opened<T>> {
  try {
    const loaded = await document.load();
    if (loaded.kind === "previous") await saveRecovered(log, document, loaded.value);
    return { loaded, closed: null };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    log.error("A document cannot be read.", { code: error.code, path: error.path });
    return { loaded: null, closed: error };
  }
}

async function saveRecovered<T>(
  log: DocumentDeps["log"],
  document: Pick<DurableJson<T>, "saveRecovered">,
  value: T,
): Promise<void> {
  try {
    await document.saveRecovered(value);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    log.warn("A recovered document could not be saved.", { code: error.code, path: error.path });
  }
}

/** In words for people who help; null: the document is known. */
export function whyUnknown(loaded: Loaded<unknown> | null, closed: FileError | null): string | null {
  if (closed) return closed.message;
  return loaded?.kind === "damaged" ? `damaged: ${loaded.reason}` : null;
}
