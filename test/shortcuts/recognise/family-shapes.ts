import shipped from "../../../defaults/emulators.json" with { type: "json" };
import { isPlainInQuotes, type Shape } from "./shapes.ts";

type Family = { name: string; programs: string[]; flatpaks: string[]; romOptions?: string[] };

/** Every family of the table, each way in which it takes a file. */
export const familyShapes: Shape[] = (shipped.emulators as Family[]).flatMap((family) => {
  const [program = ""] = family.programs;
  const [flatpak] = family.flatpaks;
  const named = (family.romOptions ?? []).map((option) => option.replace("*", "1"));
  return [
    shape(`${family.name}, all in Exe`, (path) => [`"/home/deck/Applications/${program}" "${path}"`, ""]),
    ...named.map((option) => shape(`${family.name} ${option}`, (path) => [program, `${option} "${path}"`])),
    ...(flatpak
      ? [shape(`${family.name}'s Flatpak`, (path) => ["flatpak", `run ${flatpak} "${path}" --full`])]
      : []),
  ];
});

function shape(name: string, write: (path: string) => [exe: string, options: string]): Shape {
  return {
    name,
    holds: isPlainInQuotes,
    write(path) {
      const [exe, options] = write(path);
      return { exe, startDir: "/usr/bin", options };
    },
  };
}
