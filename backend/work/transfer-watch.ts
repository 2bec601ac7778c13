import type { EmulatorChange } from "../contract/saves/emulator-change.ts";

/** Hears of the bytes of a save on their way, as they come or go. */
export interface TransferWatch {
  /** One is asked for, or asked for anew. */
  began(transfer: Transfer): void;
  moved(bytes: number): void;
  /** All of it has come or gone; what is done with it next takes no network. */
  ended(): void;
  /** Before it is asked for: the emulator here may not load it. */
  mayNotLoad?(change: EmulatorChange): void;
}

export interface Transfer {
  direction: "down" | "up";
  totalBytes: number;
  /** Whose save comes; null: not told, or it goes. */
  deviceName: string | null;
}

/** The same chunks; what is heard of one is true when the next is asked for. */
export async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  watch: TransferWatch | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    watch?.moved(chunk.byteLength);
  }
  watch?.ended();
}
