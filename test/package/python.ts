import { execFileSync } from "node:child_process";

/** What a Python program prints, which must be JSON: Decky unzips with Python, so its view of a zip is the one that counts. */
export function askPython(program: string, ...args: string[]): unknown {
  return JSON.parse(execFileSync("python3", ["-c", program, ...args], { encoding: "utf8", maxBuffer: 1e8 }));
}

/** Unzips as Decky's installer does: file modes are dropped. */
export function unzipLikeDecky(zip: string, to: string): void {
  askPython("import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2]); print(0)", zip, to);
}
