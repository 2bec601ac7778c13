/**
 * JSON in one line, every text of it well-formed. Decky cannot encode half of a surrogate pair and then sends nothing
 * (`dumps(ensure_ascii=False).encode()`), so that the call would hang; what a server, a file or a game sent may hold one.
 */
export function encodeLine(message: object): string {
  const json = JSON.stringify(message);
  // JSON.stringify escapes a half as `\ud83d`, and nothing else so; a backslash in a text is doubled.
  if (!json.includes("\\ud")) return json;
  return json.replace(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (part) => (part.length > 2 ? "\ufffd" : part));
}
