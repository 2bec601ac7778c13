/** Values of a binary VDF: a number is written as 32 signed bits. */
export type VdfTree = { [key: string]: string | number | bigint | VdfTree };

/** Written here by Valve's layout, independent of the decoder. */
export function encodeVdf(tree: VdfTree): Buffer {
  return Buffer.concat([encodeEntries(tree), Buffer.from([0x08])]);
}

function encodeEntries(tree: VdfTree): Buffer {
  return Buffer.concat(Object.entries(tree).map(([key, value]) => encodeEntry(key, value)));
}

function encodeEntry(key: string, value: VdfTree[string]): Buffer {
  const named = (type: number, content: Buffer) =>
    Buffer.concat([Buffer.from([type]), Buffer.from(`${key}\0`), content]);
  if (typeof value === "string") return named(0x01, Buffer.from(`${value}\0`));
  if (typeof value === "number") {
    const bits = Buffer.alloc(4);
    bits.writeInt32LE(value | 0);
    return named(0x02, bits);
  }
  if (typeof value === "bigint") {
    const bits = Buffer.alloc(8);
    bits.writeBigUInt64LE(value);
    return named(0x07, bits);
  }
  return named(0x00, encodeVdf(value));
}

/** As Steam writes one, with the keys that Savepoint does not read. */
export function steamEntry(p: { appId: number; name: string; exe?: string; options: string }): VdfTree {
  return {
    appid: p.appId,
    AppName: p.name,
    Exe: p.exe ?? '"/usr/bin/flatpak"',
    StartDir: '"/usr/bin/"',
    icon: "",
    ShortcutPath: "",
    LaunchOptions: p.options,
    IsHidden: 0,
    LastPlayTime: 1_700_000_000,
    tags: { "0": "Nintendo" },
  };
}

export function encodeShortcuts(entries: VdfTree[]): Buffer {
  return encodeVdf({ shortcuts: Object.fromEntries(entries.map((entry, index) => [String(index), entry])) });
}
