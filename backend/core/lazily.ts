/** Made at the first call and kept: what an idle Deck never asks for takes none of its memory. */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
