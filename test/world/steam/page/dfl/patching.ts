import * as React from "react";

/*
 * What `@decky/ui` gives to plugins that change Steam's own pages (decky-frontend-lib, `utils/patcher.ts`, `utils/react/`,
 * `webpack.ts`). As there, elements and prototypes are changed in place, whoever was first is called first, and nothing
 * guards Steam from a plugin that throws.
 */

// biome-ignore lint/suspicious/noExplicitAny: Steam's objects have no types, and plugins may touch any of them.
type Any = any;
type Handler = (this: unknown, args: Any[], drawn: Any) => Any;

const links = new WeakMap<object, { original: Any }>();

export function afterPatch(owner: Any, name: string, handler: Handler) {
  const link = { original: owner[name] };
  function patched(this: unknown, ...args: Any[]) {
    return handler.call(this, args, link.original.call(this, ...args));
  }
  Object.assign(patched, link.original);
  patched.toString = () => link.original.toString();
  links.set(patched, link);
  owner[name] = patched;
  let isUndone = false;
  return {
    unpatch: () => {
      if (isUndone) throw new Error("This patch was taken off already.");
      isUndone = true;
      takeOff(owner, name, patched);
    },
  };
}

/** Other plugins may have patched the same function since: the chain is walked down to ours. */
function takeOff(owner: Any, name: string, patched: object): void {
  let holder = owner;
  let key = name;
  while (holder[key] !== patched) {
    holder = links.get(holder[key]);
    key = "original";
  }
  holder[key] = links.get(patched)?.original;
}

/** The first node that fits, down through what React's elements hold. */
export function findInReactTree(node: Any, fits: (node: Any) => unknown): Any {
  if (typeof node !== "object" || node === null) return null;
  if (fits(node)) return node;
  const below = Array.isArray(node)
    ? node
    : ["props", "children", "child", "sibling"].map((key) => node[key]);
  for (const each of below) {
    const found = findInReactTree(each, fits);
    if (found) return found;
  }
  return undefined;
}

/** Each step finds an element in what is drawn and changes its type, so that the last one's drawing reaches the handler. */
export function createReactTreePatcher(steps: ((tree: Any) => Any)[], handler: Handler): Handler {
  const [find, ...further] = steps;
  if (find === undefined) return handler;
  const known = new Map<Any, Any>();
  const next = createReactTreePatcher(further, handler);
  return (_, tree) => {
    const element = find(tree);
    if (!element?.type) return tree;
    const before = element.type;
    if (!known.has(before)) {
      patchDrawing(element, "type", next);
      known.set(before, element.type);
    }
    element.type = known.get(before);
    return tree;
  };
}

function patchDrawing(owner: Any, key: string, handler: Handler): void {
  const type = owner[key];
  if (type?.prototype?.render) {
    owner[key] = class extends type {};
    afterPatch(owner[key].prototype, "render", handler);
  } else if (typeof type === "function") afterPatch(owner, key, handler);
  else {
    owner[key] = { ...type };
    patchDrawing(owner[key], type.render ? "render" : "type", handler);
  }
}

/** Steam's modules as its bundle has them: exports of all kinds, under names without meaning. */
export const steamModules: Record<string, unknown>[] = [
  { a: Symbol("react.element"), b: undefined, c: 3, d: Object.create(null) },
  { a: "library", b: () => null, c: { toString: () => "strings" } },
];

export function findModuleByExport(fits: (found: Any) => unknown): Any {
  for (const module of steamModules) {
    for (const found of Object.values(module)) {
      if (!found) continue;
      try {
        if (fits(found)) return module;
      } catch (error) {
        console.warn("A filter of modules threw.", error);
      }
    }
  }
  return undefined;
}

/** Calls a component outside of React, with hooks that do nothing. */
export function fakeRenderComponent(component: (props: object) => Any): Any {
  const internals: Any = Reflect.get(
    React,
    "__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE",
  );
  const before = internals.H;
  internals.H = {
    useContext: (context: Any) => context?._currentValue,
    useState: (first: Any) => [first, () => {}],
    useMemo: (make: Any) => make,
    useCallback: (callback: Any) => callback,
    useRef: (value: Any) => ({ current: value }),
    useEffect: () => {},
    useLayoutEffect: () => {},
  };
  try {
    return component(internals.H);
  } finally {
    internals.H = before;
  }
}

/** The class names that Steam's page of an app has; they change with each of its builds. */
export const appDetailsClasses = {
  InnerContainer: "_3k1Xq0aV9bQy",
  HeaderLoaded: "_2f8cZPl1",
  Header: "_1aTq7W",
};
