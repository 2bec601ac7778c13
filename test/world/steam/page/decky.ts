import type { ReactNode } from "react";
import { createFilePicker } from "./dfl/file-picker.tsx";
import { routerHook } from "./dfl/navigation.tsx";
import { createSignal, type Signal } from "./signal.ts";
import type { Wire } from "./wire.ts";

interface Toast {
  id: number;
  title: ReactNode;
  body: ReactNode;
  logo?: ReactNode;
  onClick?: () => void;
}

/** Decky Loader as far as `@decky/api` asks for it. */
export interface DeckyStandIn {
  toasts: Signal<Toast[]>;
  /** The value of the global through which a plugin connects. */
  apiInit: { connect(version: number, pluginName: string): object };
}

/** More would cover the library; Steam shows them one after another. */
const toastsMax = 2;

export function createDecky(wire: Wire, gone: ReadonlySet<string>): DeckyStandIn {
  const toasts = createSignal<Toast[]>([]);
  const listeners = new Map<string, Set<(...args: unknown[]) => void>>();
  let lastToastId = 0;
  wire.onEvent((event, args) => {
    for (const listener of listeners.get(event) ?? []) listener(...args);
  });

  const call = (route: string, ...args: unknown[]) => wire.ask(route, ...args);
  const toast = ({ duration, ...shown }: Omit<Toast, "id"> & { duration?: number }) => {
    lastToastId += 1;
    const id = lastToastId;
    const dismiss = () => toasts.set(toasts.read().filter((other) => other.id !== id));
    toasts.set([...toasts.read(), { id, ...shown }].slice(-toastsMax));
    setTimeout(dismiss, duration ?? 5_000);
    return { data: shown, dismiss };
  };
  const api = {
    _version: 2,
    call,
    callable:
      (route: string) =>
      (...args: unknown[]) =>
        call(route, ...args),
    addEventListener: (event: string, listener: (...args: unknown[]) => void) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
      return listener;
    },
    removeEventListener: (event: string, listener: (...args: unknown[]) => void) => {
      listeners.get(event)?.delete(listener);
    },
    toaster: { toast },
    openFilePicker: createFilePicker(wire),
    routerHook,
  };
  const found = Object.fromEntries(Object.entries(api).filter(([name]) => !gone.has(name)));
  return { toasts, apiInit: { connect: () => found } };
}
