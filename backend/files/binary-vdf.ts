/** Valve's binary key values, by lower-case key: Steam itself writes keys in more than one case. */
export type VdfMap = Map<string, VdfValue>;
export type VdfValue = string | number | bigint | VdfMap;

/** The bytes are not what Steam writes: nothing of them may be used. */
export class DamagedVdf extends Error {
  override readonly name = "DamagedVdf";
}

const maxDepth = 32;

const types = { map: 0x00, text: 0x01, int32: 0x02, float32: 0x03, uint64: 0x07, end: 0x08, int64: 0x0a };

/**
 * Read here and not by `steam-binary-vdf`: given a type that it does not know, that one reads on from the middle of the
 * value; it passes over what follows the end, has no 64-bit numbers, and its stack ends where nesting is deep.
 * The whole file or nothing: throws `DamagedVdf` where it is cut, has a type that we do not know, or goes on.
 */
export function decodeBinaryVdf(bytes: Uint8Array): VdfMap {
  const reader = createReader(bytes);
  const found = readMap(reader, 0);
  if (!reader.isAtEnd()) throw new DamagedVdf(`Something follows the end at byte ${reader.position()}.`);
  return found;
}

type Reader = ReturnType<typeof createReader>;

function createReader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts = new TextDecoder();
  let at = 0;
  const take = (count: number): number => {
    if (at + count > bytes.length)
      throw new DamagedVdf(`The file ends in the middle of a value, at byte ${at}.`);
    const start = at;
    at += count;
    return start;
  };
  return {
    position: () => at,
    isAtEnd: () => at === bytes.length,
    byte: () => view.getUint8(take(1)),
    int32: () => view.getInt32(take(4), true),
    float32: () => view.getFloat32(take(4), true),
    int64: () => view.getBigInt64(take(8), true),
    uint64: () => view.getBigUint64(take(8), true),
    text(): string {
      const end = bytes.indexOf(0, at);
      if (end < 0) throw new DamagedVdf(`The file ends in the middle of a text, at byte ${at}.`);
      const text = texts.decode(bytes.subarray(at, end));
      at = end + 1;
      return text;
    },
  };
}

function readMap(reader: Reader, depth: number): VdfMap {
  if (depth > maxDepth) throw new DamagedVdf("The file is nested too deeply.");
  const entries: VdfMap = new Map();
  for (let type = reader.byte(); type !== types.end; type = reader.byte()) {
    const key = reader.text().toLowerCase();
    entries.set(key, readValue(reader, type, depth));
  }
  return entries;
}

function readValue(reader: Reader, type: number, depth: number): VdfValue {
  switch (type) {
    case types.map:
      return readMap(reader, depth + 1);
    case types.text:
      return reader.text();
    case types.int32:
      return reader.int32();
    case types.float32:
      return reader.float32();
    case types.uint64:
      return reader.uint64();
    case types.int64:
      return reader.int64();
    default:
      throw new DamagedVdf(`A value of the unknown type ${type} stands before byte ${reader.position()}.`);
  }
}
