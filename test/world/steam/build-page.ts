import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import commonjs from "@rollup/plugin-commonjs";
import nodeResolve from "@rollup/plugin-node-resolve";
import { type Plugin, rollup } from "rollup";
import ts from "typescript";
import { pageScript } from "./page-assets.ts";

const entry = new URL("page/main.tsx", import.meta.url).pathname;

/** Bundles the stand-in page's script; its types are checked with all others, not here. */
export async function buildPage(): Promise<void> {
  const bundle = await rollup({
    input: entry,
    plugins: [stripTypes, nodeResolve({ browser: true }), developmentReact, commonjs()],
    onwarn: (warning, warn) => {
      if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
    },
  });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  await writeWhole(pageScript, output[0].code);
}

/** A server may hand out the file while another process builds it. */
async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(unfinished, text);
  await rename(unfinished, path);
}

const stripTypes: Plugin = {
  name: "strip-types",
  transform: (code, id) =>
    /\.tsx?$/.test(id)
      ? ts.transpileModule(code, {
          fileName: id,
          compilerOptions: {
            target: ts.ScriptTarget.ES2023,
            module: ts.ModuleKind.ESNext,
            jsx: ts.JsxEmit.ReactJSX,
            verbatimModuleSyntax: true,
          },
        }).outputText
      : null,
};

/**
 * React's development build: it says what the panel does wrong, and tests listen. Steam has the other build, which freezes no
 * element, and plugins change its elements in place: what would freeze one hands it on instead.
 */
const developmentReact: Plugin = {
  name: "development-react",
  transform: (code, id) =>
    id.includes("/node_modules/")
      ? code.replaceAll("process.env.NODE_ENV", '"development"').replaceAll("Object.freeze(", "Object(")
      : null,
};
