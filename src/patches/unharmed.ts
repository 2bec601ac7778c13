type Change = (args: unknown[], drawn: unknown) => unknown;

/** Whatever goes wrong in a change of Steam's drawing, Steam gets what it drew. */
export function unharmed(change: Change): Change {
  return function (this: unknown, args, drawn) {
    try {
      return change.call(this, args, drawn);
    } catch (error) {
      console.error("[Savepoint] Steam's page is not as expected.", error);
      return drawn;
    }
  };
}
