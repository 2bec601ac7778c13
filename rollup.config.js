// Plain JavaScript for Node 20: Decky's builder runs it on Alpine, where the bundled glibc Node cannot start.
import { readFileSync } from "node:fs";
import commonjs from "@rollup/plugin-commonjs";
import json from "@rollup/plugin-json";
import nodeResolve from "@rollup/plugin-node-resolve";
import typescript from "@rollup/plugin-typescript";
import externalGlobals from "rollup-plugin-external-globals";
import { minify } from "terser";
import { arrows } from "./.ci/arrows.js";
import { licenses } from "./.ci/licenses.js";
import { sharedStrings } from "./.ci/shared-strings.js";
import { shortNames } from "./.ci/short-names.js";
import { smallIcons } from "./.ci/small-icons.js";

const { name } = JSON.parse(readFileSync(new URL("plugin.json", import.meta.url), "utf8"));

/** `@decky/api` asks for the plugin's name through this module. */
const deckyManifest = {
  name: "decky-manifest",
  resolveId: (id) => (id === "@decky/manifest" ? "\0decky-manifest" : null),
  load: (id) => (id === "\0decky-manifest" ? `export default ${JSON.stringify({ name })};` : null),
};

/** Steam's own React, each function read once: five hundred calls by a global's full name would be 6 kB of the panel. */
const steamReact = {
  name: "steam-react",
  resolveId: (id) => (Object.hasOwn(steamModules, id) ? `\0${id}` : null),
  load: (id) => steamModules[id.slice(1)] ?? null,
};

const steamModules = {
  react: `export default SP_REACT;
export const {
  Component, Fragment, cloneElement, createContext, createElement, useCallback, useContext, useEffect, useMemo, useRef, useState,
  useSyncExternalStore,
} = SP_REACT;`,
};

/**
 * Elements are made by `createElement`, whose children are no property: 3 kB less than React's newer call. (Rollup's own
 * `jsx` forgets all but the first of several spreads.) Types are `tsc`'s to check, which knows the newer call.
 */
const panelTypescript = typescript({
  ...{ tsconfig: "tsconfig.json", noEmit: false, declaration: false, noCheck: true },
  ...{ jsx: "react", jsxFactory: "jsxElement", jsxFragmentFactory: "JsxFragment" },
});

const jsxElements = {
  name: "jsx-elements",
  transform: (code, id) =>
    /\bjsxElement\b/.test(code) && id.endsWith(".tsx")
      ? {
          code: `import { createElement as jsxElement, Fragment as JsxFragment } from "react";\n${code}`,
          map: null,
        }
      : null,
};

/** Steam reads the panel at each start; names of properties and of what it exports stay. */
const minifyPanel = {
  name: "minify",
  renderChunk: async (code) =>
    (
      await minify(code, {
        module: true,
        ecma: 2022,
        compress: { passes: 3, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
        mangle: { properties: { regex: shortNames } },
      })
    ).code,
};

/**
 * Node keeps the program's text for as long as it runs, and at two bytes a letter if one is beyond ASCII. Names of
 * functions stay and statements have lines of their own: a stack in the log tells where.
 */
const shrinkBackend = {
  name: "shrink",
  renderChunk: async (code) =>
    (
      await minify(code, {
        module: true,
        ecma: 2022,
        compress: { keep_fnames: true, keep_classnames: true },
        mangle: { keep_fnames: true, keep_classnames: true },
        format: { ascii_only: true, comments: false, semicolons: false },
      })
    ).code,
};

const failOnWarning = (warning) => {
  if (warning.code === "MODULE_LEVEL_DIRECTIVE") return; // react-icons marks itself "use client"; Steam has no server.
  // Files of a package that need each other, such as smol-toml's, are its own affair.
  if (warning.code === "CIRCULAR_DEPENDENCY" && warning.ids?.every((id) => id.includes("/node_modules/")))
    return;
  throw new Error(`${warning.code ?? "warning"}: ${warning.message}`);
};

/** @type {import("rollup").RollupOptions[]} */
export default [
  {
    input: "src/index.tsx",
    output: { file: "dist/index.js", format: "esm", sourcemap: false, compact: true },
    context: "window",
    plugins: [
      deckyManifest,
      steamReact,
      smallIcons,
      panelTypescript,
      jsxElements,
      nodeResolve({ browser: true }),
      commonjs(),
      json(),
      externalGlobals({ "@decky/ui": "DFL" }),
      licenses({ isLast: false }),
      arrows,
      minifyPanel,
      sharedStrings,
    ],
    onwarn: failOnWarning,
  },
  {
    input: "backend/main.ts",
    output: { file: "dist/backend.mjs", format: "esm", sourcemap: false },
    external: /^node:/,
    plugins: [
      typescript({ tsconfig: "backend/tsconfig.json", noEmit: false, declaration: false }),
      nodeResolve({ preferBuiltins: true }),
      commonjs(),
      json(),
      licenses({ isLast: true }),
      shrinkBackend,
    ],
    onwarn: failOnWarning,
  },
];
