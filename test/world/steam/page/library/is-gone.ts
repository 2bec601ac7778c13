/** What an update of Steam changed in its page and menu of an app: the names in `?changed=`, separated by commas. */
export function isGone(part: "function" | "overview" | "container" | "panel" | "menu" | "items"): boolean {
  return (new URLSearchParams(location.search).get("changed") ?? "").split(",").includes(part);
}
