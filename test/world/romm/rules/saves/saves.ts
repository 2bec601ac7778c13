import { guarded } from "../accounts/access.ts";
import type { Context } from "../ground/context.ts";
import { convertContent, listLayouts } from "./layouts.ts";
import { annotate, removeSaves, replaceSave, setVisibility } from "./save-changes.ts";
import { confirmDownloaded, track, untrack } from "./save-marks.ts";
import { identifySaves, listSaves, readContent, readSave, summariseSaves } from "./save-reads.ts";
import { beginUpload, upload } from "./upload.ts";

/** Section 5. */
export function createSaves(context: Context) {
  return {
    list: guarded(context, ["assets.read"], listSaves),
    identifiers: guarded(context, ["assets.read"], identifySaves),
    one: guarded(context, ["assets.read"], readSave),
    summary: guarded(context, ["assets.read"], summariseSaves),
    readContent: guarded(context, ["assets.read"], readContent),
    layouts: guarded(context, ["assets.read"], listLayouts),
    convert: guarded(context, ["assets.read"], convertContent),
    upload: guarded(context, ["assets.write"], upload),
    /** The same in its pieces, for whoever lets other requests in between. */
    beginUpload: guarded(context, ["assets.write"], beginUpload),
    update: guarded(context, ["assets.write"], replaceSave),
    remove: guarded(context, ["assets.write"], removeSaves),
    annotate: guarded(context, ["assets.write"], annotate),
    setVisibility: guarded(context, ["assets.write"], setVisibility),
    confirmDownloaded: guarded(context, ["devices.write"], confirmDownloaded),
    track: guarded(context, ["devices.write"], track),
    untrack: guarded(context, ["devices.write"], untrack),
  };
}
