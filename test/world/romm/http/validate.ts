import * as v from "valibot";
import { type Answer, grant, type Refusal, refuse } from "../rules/ground/answer.ts";
import { readTime } from "../rules/ground/time.ts";
import type { RommContext } from "./app.ts";

interface Problem {
  type: string;
  loc: (string | number)[];
  msg: string;
  input: unknown;
}

/** Reads query parameters as FastAPI does: all problems at once, as one 422. */
export function readQuery(c: RommContext) {
  const problems: Problem[] = [];
  const query = c.get("query") ?? new URL(c.req.url).searchParams;
  const report = (name: string, type: string, msg: string) =>
    problems.push({ type, loc: ["query", name], msg, input: query.get(name) });
  const int = (name: string): number | undefined => {
    const text = query.get(name);
    if (text === null) return undefined;
    if (/^\s*[+-]?\d+\s*$/.test(text)) return Number(text);
    report(name, "int_parsing", "Input should be a valid integer, unable to parse string as an integer");
    return undefined;
  };
  return {
    int,
    text: (name: string): string | undefined => query.get(name) ?? undefined,
    texts: (name: string): string[] => query.getAll(name),
    ints: (name: string): number[] => query.getAll(name).map(Number).filter(Number.isInteger),
    requiredInt(name: string): number {
      if (query.get(name) === null) report(name, "missing", "Field required");
      return int(name) ?? 0;
    },
    /** An integer from `min` to `max`. */
    ranged(name: string, min: number, max: number): number | undefined {
      const value = int(name);
      if (value !== undefined && value < min)
        report(name, "greater_than_equal", `Input should be greater than or equal to ${min}`);
      if (value !== undefined && value > max)
        report(name, "less_than_equal", `Input should be less than or equal to ${max}`);
      return value;
    },
    bool(name: string): boolean | undefined {
      const text = query.get(name)?.toLowerCase();
      if (text === undefined) return undefined;
      if (["1", "true", "t", "yes", "y", "on"].includes(text)) return true;
      if (["0", "false", "f", "no", "n", "off"].includes(text)) return false;
      report(name, "bool_parsing", "Input should be a valid boolean, unable to interpret input");
      return undefined;
    },
    timeMs(name: string): number | undefined {
      const text = query.get(name);
      if (text === null) return undefined;
      const time = readTime(text);
      if (time === null) report(name, "datetime_from_date_parsing", "Input should be a valid datetime");
      return time?.ms;
    },
    /** Null: all parameters were fine. */
    refusal: (): Refusal | null => (problems.length === 0 ? null : refuse(422, problems)),
  };
}

/** A path's integer; FastAPI answers 422 to anything else. */
export function readPathInt(c: RommContext, name: string): Answer<number> {
  const text = c.req.param(name) ?? "";
  if (/^[+-]?\d+$/.test(text)) return grant(Number(text));
  return refuse(422, [
    {
      type: "int_parsing",
      loc: ["path", name],
      msg: "Input should be a valid integer, unable to parse string as an integer",
      input: text,
    },
  ]);
}

/** The JSON body by a schema; unknown keys are ignored, as pydantic does. `optional`: no body reads as `{}`. */
export async function readJson<TSchema extends v.GenericSchema>(
  c: RommContext,
  schema: TSchema,
  { optional = false }: { optional?: boolean } = {},
): Promise<Answer<v.InferOutput<TSchema>>> {
  const replaced = c.get("json");
  const text = replaced === undefined ? await c.req.text() : JSON.stringify(replaced);
  if (text === "" && !optional)
    return refuse(422, [{ type: "missing", loc: ["body"], msg: "Field required", input: null }]);
  const body = parseJson(text === "" ? "{}" : text);
  if (body === undefined)
    return refuse(422, [{ type: "json_invalid", loc: ["body", 0], msg: "JSON decode error", input: {} }]);
  const result = v.safeParse(schema, body);
  if (result.success) return grant(result.output);
  return refuse(
    422,
    result.issues.map((issue) => ({
      type: issue.received === "undefined" ? "missing" : "value_error",
      loc: ["body", ...(issue.path ?? []).map((part) => String(part.key))],
      msg: issue.message,
      input: issue.input ?? null,
    })),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
