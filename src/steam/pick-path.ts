/** Decky's file picker, as much of it as is used; absent after an update that broke it. */
export type OpenFilePicker = (
  select: number,
  startPath: string,
  includeFiles?: boolean,
  includeFolders?: boolean,
  filter?: undefined,
  extensions?: undefined,
  showHiddenFiles?: boolean,
) => Promise<{ path: string }>;

/** Lets the player walk to a file or folder; null: it was cancelled. Emulators keep saves below hidden folders. */
export async function pickPath(
  openFilePicker: OpenFilePicker,
  { kind, startPath }: { kind: "file" | "folder"; startPath: string },
): Promise<string | null> {
  try {
    const { path } = await openFilePicker(
      selections[kind],
      startPath,
      kind === "file",
      true,
      undefined,
      undefined,
      true,
    );
    return path;
  } catch (reason) {
    // Decky rejects with a text and no error where the player went back (decky-loader, `plugin-loader.tsx`).
    if (typeof reason === "string") return null;
    throw reason;
  }
}

/** `FileSelectionType` of `@decky/api`. */
const selections = { file: 0, folder: 1 } as const;
