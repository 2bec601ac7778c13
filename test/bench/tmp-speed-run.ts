import { benchEngine } from "./tmp-speed-engine.ts";
for (const b of [benchEngine])
  for (const l of await b())
    console.log(
      l.what,
      l.ms.toFixed(1),
      l.unit ?? "ms",
      l.against,
      l.againstMs.toFixed(1),
      JSON.stringify(l.budget),
    );
