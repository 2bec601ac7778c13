import { useEffect, useRef, useState } from "react";
import type { ListedFile } from "../../serve-decks.ts";
import { focusFirst } from "../gamepad/move.ts";
import { asNode } from "../gamepad/nodes.ts";
import type { Wire } from "../wire.ts";
import { ModalRoot, showModal } from "./dialogs.tsx";
import { DialogButton, DialogButtonPrimary } from "./fields.tsx";
import { TextField, ToggleField } from "./inputs.tsx";

/** What was picked: as it was walked to, and with links resolved. */
interface Picked {
  path: string;
  realpath: string;
}

const fileSelection = 0;

/**
 * Decky's `openFilePicker` (decky-loader, `modals/filepicker`): B rejects with a string that is no error; the button at the
 * foot picks the folder that is shown, also where a file was asked for.
 */
export function createFilePicker(wire: Wire) {
  return (
    select: number,
    startPath: string,
    includeFiles = true,
    includeFolders = true,
    filter?: RegExp,
    _extensions?: string[],
    showHidden = false,
  ): Promise<Picked> =>
    new Promise((resolve, reject) => {
      const shows = (file: ListedFile) =>
        file.isdir ? includeFolders : includeFiles && (filter?.test(file.name) ?? true);
      const content = (
        <Picker
          {...{ wire, select, startPath, shows, showHidden }}
          onPicked={resolve}
          onCancelled={() => reject("User canceled")}
        />
      );
      showModal(content);
    });
}

interface PickerProps {
  wire: Wire;
  select: number;
  startPath: string;
  showHidden: boolean;
  shows(file: ListedFile): boolean;
  onPicked(picked: Picked): void;
  onCancelled(): void;
  /** As Steam hands it to the outermost element of a dialog. */
  closeModal?: () => void;
}

function Picker({
  wire,
  select,
  startPath,
  showHidden,
  shows,
  onPicked,
  onCancelled,
  closeModal,
}: PickerProps) {
  const [path, setPath] = useState(startPath === "/" ? startPath : startPath.replace(/\/$/, ""));
  const [areHiddenShown, setHiddenShown] = useState(showHidden);
  const listing = useListing(wire, path);
  const files = listing.kind === "listed" ? listing.files : [];
  const list = useRef<HTMLElement>(null);
  // The entry that was pressed is gone with its folder: Steam goes on in what held it.
  useEffect(() => {
    const hasFocus = list.current?.ownerDocument.activeElement?.matches("[data-focus]");
    if (listing.kind === "listed" && list.current !== null && !hasFocus) focusFirst(list.current);
  }, [listing]);
  const pick = (picked: Picked) => {
    onPicked(picked);
    closeModal?.();
  };
  const open = (file: ListedFile) => {
    const whole = `${path === "/" ? "" : path}/${file.name}`;
    if (file.isdir) setPath(whole);
    else pick({ path: whole, realpath: file.realpath });
  };
  const cancel = () => {
    onCancelled();
    closeModal?.();
  };
  return (
    <ModalRoot onCancel={cancel}>
      <div className="file-picker" data-testid="file-picker">
        <div className="file-picker-path" {...asNode({ "flow-children": "right" }, false)}>
          <DialogButton onClick={() => setPath(path.slice(0, path.lastIndexOf("/")) || "/")}>↑</DialogButton>
          <TextField value={path} onChange={({ target }) => target.value && setPath(target.value)} />
        </div>
        <ToggleField label="Show hidden files" checked={areHiddenShown} onChange={setHiddenShown} />
        <div className="file-picker-list" {...asNode({}, false, list)}>
          {listing.kind === "failed" && <div>{listing.why}</div>}
          {files
            .filter((file) => shows(file) && (areHiddenShown || !file.name.startsWith(".")))
            .map((file) => (
              <DialogButton key={file.name} onClick={() => open(file)}>
                {file.isdir ? `${file.name}/` : file.name}
              </DialogButton>
            ))}
        </div>
        {listing.kind === "listed" && (
          <DialogButtonPrimary onClick={() => pick({ path, realpath: path })}>
            {select === fileSelection ? "Select this file" : "Select this folder"}
          </DialogButtonPrimary>
        )}
      </div>
    </ModalRoot>
  );
}

type Listing =
  | { kind: "loading" }
  | { kind: "listed"; files: ListedFile[] }
  | { kind: "failed"; why: string };

function useListing(wire: Wire, path: string): Listing {
  const [listing, setListing] = useState<Listing>({ kind: "loading" });
  useEffect(() => {
    let isWanted = true;
    setListing({ kind: "loading" });
    const show = (next: Listing) => isWanted && setListing(next);
    wire.ask("decky.filepicker_ls", path).then(
      (files) => show({ kind: "listed", files: files as ListedFile[] }),
      (error: unknown) =>
        show({ kind: "failed", why: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [wire, path]);
  return listing;
}
