import { parentOf } from "../../core/paths.ts";
import { type Disk, FileError } from "../../machine/disk.ts";

/** Other programs write, too. */
const reserveBytes = 1024 ** 2;

/** Before the first byte: what would not fit is not begun. */
export async function refuseIfFull(
  disk: Pick<Disk, "fileSystem">,
  { folder, needsBytes }: { folder: string; needsBytes: number },
): Promise<void> {
  const space = await disk.fileSystem(folder);
  if (space === null && folder !== "/")
    return await refuseIfFull(disk, { folder: parentOf(folder), needsBytes });
  if (space === null || space.freeBytes >= needsBytes + reserveBytes) return;
  throw new FileError("no-space", folder, `${needsBytes} bytes are needed, ${space.freeBytes} are free.`);
}
