/** The archive cannot be unpacked here: it breaks a rule, or is not one. */
export class RefusedArchive extends Error {
  override readonly name = "RefusedArchive";
}
