import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { findLanAddress, tellAddresses } from "./machine/networks.ts";
import { deviceFingerprint } from "./romm/device-fingerprint.ts";

/** What Decky and the machine tell this process. */
export interface Environment {
  settingsFolder: string;
  runtimeFolder: string;
  logFolder: string;
  procRoot: string;
  /** Where udev tells of file systems; absent: `/dev/disk/by-uuid`. */
  uuidFolder?: string;
  /** Where cards and other disks are put in, each with a slash behind; absent: where Linux does. */
  cardRoots?: string[];
  /** Where Flatpak tells of its running sandboxes. */
  flatpakRoot: string;
  /** Where Steam lives below; empty: not told. */
  homeFolder: string;
  /** By which a phone in the same network reaches this machine; null: it is in no such network. */
  lanAddress: () => string | null;
  /** All addresses of this machine, as one text: another text, and it is in another network. */
  addresses: () => string;
  version: string;
  device: { hostname: string; platform: string; name: string };
}

/** Throws a sentence for the log if the process was not started by the bridge (or like it). */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const settingsFolder = need(variables, "DECKY_PLUGIN_SETTINGS_DIR");
  const machineIdFile = variables.SAVEPOINT_MACHINE_ID_FILE ?? "/etc/machine-id";
  const fingerprint = fingerprintOf(machineIdFile, settingsFolder);
  return {
    settingsFolder,
    runtimeFolder: need(variables, "DECKY_PLUGIN_RUNTIME_DIR"),
    logFolder: need(variables, "DECKY_PLUGIN_LOG_DIR"),
    homeFolder: variables.DECKY_USER_HOME || variables.HOME || "",
    procRoot: variables.SAVEPOINT_PROC_ROOT ?? "/proc",
    uuidFolder: variables.SAVEPOINT_UUID_FOLDER ?? "/dev/disk/by-uuid",
    flatpakRoot: variables.SAVEPOINT_FLATPAK_ROOT ?? `/run/user/${userInfo().uid}/.flatpak`,
    lanAddress: lanAddressOf(variables.SAVEPOINT_LAN_ADDRESS),
    addresses: tellAddresses,
    version: variables.DECKY_PLUGIN_VERSION ?? "0.0.0",
    device: {
      hostname: fingerprint,
      platform: "Linux",
      name: variables.SAVEPOINT_DEVICE_NAME ?? nameDevice(hostname(), fingerprint),
    },
  };
}

/** A test says which one; an empty one is none. */
function lanAddressOf(given: string | undefined): Environment["lanAddress"] {
  return given === undefined ? findLanAddress : () => given || null;
}

function need(variables: NodeJS.ProcessEnv, name: string): string {
  const value = variables[name];
  if (!value) throw new Error(`${name} is not set: the backend is started by main.py, which sets it.`);
  return value;
}

/** A machine without an id of its own (some containers) gets one that is kept with the settings. */
function fingerprintOf(machineIdFile: string, settingsFolder: string): string {
  const seedFile = join(settingsFolder, "machine-id");
  const own = deviceFingerprint(readText(machineIdFile)) ?? deviceFingerprint(readText(seedFile));
  if (own !== null) return own;
  const seed = randomBytes(16).toString("hex");
  mkdirSync(settingsFolder, { recursive: true, mode: 0o700 });
  writeFileSync(seedFile, `${seed}\n`, { mode: 0o600 });
  return deviceFingerprint(seed) ?? fingerprintOf(machineIdFile, settingsFolder);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function nameDevice(host: string, fingerprint: string): string {
  return host === "steamdeck" || host === "" ? `Steam Deck ${fingerprint.slice(-4)}` : host;
}
