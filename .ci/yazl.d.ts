/** What we use of yazl 3, which ships no types. */
declare module "yazl" {
  import type { Readable } from "node:stream";

  export interface EntryOptions {
    mtime?: Date;
    mode?: number;
    compressionLevel?: number;
    /** Only the old time stamp, which has no time zone. */
    forceDosTimestamp?: boolean;
  }

  export class ZipFile {
    readonly outputStream: Readable;
    addFile(realPath: string, metadataPath: string, options?: EntryOptions): void;
    end(): void;
    on(event: "error", listener: (error: Error) => void): this;
  }
}
