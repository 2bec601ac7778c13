/** The directions of README's map, each with the reason it is kept. */
const useCaseRooms = "account|emulators|shortcuts|locations|sync|launch|history|play-status|triggers";
const effectRooms = "romm|documents|files|rpc";

module.exports = {
  forbidden: [
    {
      name: "core-imports-only-core",
      comment: "Decisions must be testable without disk, clock or network.",
      severity: "error",
      from: { path: "^backend/core/" },
      to: { pathNot: "^backend/core/" },
    },
    {
      name: "machine-imports-nothing-of-ours",
      comment: "A port that knows the product cannot be swapped for a fake one.",
      severity: "error",
      from: { path: "^backend/machine/" },
      to: { path: "^(backend|src|test)/", pathNot: "^backend/machine/" },
    },
    {
      name: "effect-rooms-do-not-know-each-other",
      comment: "An effect knows its own device only; assembly/ introduces them to the use cases.",
      severity: "error",
      from: { path: `^backend/(${effectRooms})/` },
      to: { path: `^backend/(${effectRooms}|${useCaseRooms})/`, pathNot: "^backend/$1/" },
    },
    {
      name: "use-cases-receive-their-effects",
      comment: "A use case that opens its own file or socket cannot be simulated; it receives deps.",
      severity: "error",
      from: { path: `^backend/(${useCaseRooms})/` },
      to: { path: `^backend/(${effectRooms})/` },
    },
    {
      name: "use-cases-do-not-borrow",
      comment: "What two rooms need lies below both, in work/ or ports/; else none can be understood alone.",
      severity: "error",
      from: { path: `^backend/(${useCaseRooms})/` },
      to: { path: `^backend/(${useCaseRooms})/`, pathNot: "^backend/($1|emulators)/" },
    },
    {
      name: "ports-are-words",
      comment: "A port says what is asked of the outside; whoever answers it must not be known to it.",
      severity: "error",
      from: { path: "^backend/ports/" },
      to: { path: "^backend/", pathNot: "^backend/(ports|core|contract|machine)/" },
    },
    {
      name: "work-knows-no-room",
      comment: "What all rooms share must not know one of them.",
      severity: "error",
      from: { path: "^backend/work/" },
      to: { path: "^backend/", pathNot: "^backend/(work|ports|core|contract|machine)/" },
    },
    {
      name: "assembly-is-the-roof",
      comment: "What knows every room may be known by none, or nothing can be taken out and tested.",
      severity: "error",
      from: { path: "^backend/", pathNot: "^backend/(assembly/|main\\.ts$)" },
      to: { path: "^backend/assembly/" },
    },
    {
      name: "use-cases-do-not-import-node",
      comment: "A use case that imports node:* has an effect nobody handed to it.",
      severity: "error",
      from: { path: `^backend/(${useCaseRooms})/` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "contract-is-types-on-the-border",
      comment: "The panel reads the contract; what the contract imports, the panel would import too.",
      severity: "error",
      from: { path: "^backend/contract/" },
      to: { pathNot: "^backend/(contract/|core/vocabulary\\.ts$)" },
    },
    {
      name: "backend-does-not-know-the-panel",
      comment: "The backend also serves a command line and tests; it cannot depend on Steam's UI.",
      severity: "error",
      from: { path: "^backend/" },
      to: { path: "^src/" },
    },
    {
      name: "panel-sees-only-the-contract",
      comment:
        "The panel has no file and no network: all it may know of the backend are the contract's words.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^backend/", pathNot: "^backend/contract/" },
    },
    {
      name: "panel-takes-types-only",
      comment: "Types cross the border, values do not: nothing of backend/ may end up in dist/index.js.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^backend/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "one-door-to-decky-ui",
      comment:
        "Steam updates break single components; one file falls back for all of them. Types break nothing.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/ui/decky-ui\\.ts$" },
      to: { path: "@decky/ui", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or three.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "tests-of-sources-reach-no-bundle",
      comment:
        "They run without a build; test/vitest.config.ts tells the two projects apart by the same folders.",
      severity: "error",
      from: {
        path: "^test/.*\\.test\\.tsx?$",
        pathNot: "^test/(demo|package|torture|panel/browser)/|^test/(rpc|scenarios)/real-",
      },
      to: {
        path: "^test/(world/(chromium|steam/page-assets|steam/build-page)|torture/backend-process)\\.ts$",
        reachable: true,
      },
    },
    {
      name: "no-folder-cycles",
      comment:
        "A folder is a floor: what is above knows what is below, and never the other way, file by file or not.",
      severity: "error",
      scope: "folder",
      from: { path: "^backend" },
      to: { circular: true },
    },
    {
      name: "nothing-imports-tests",
      comment: "What ships must not depend on what tests it.",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|out|test/screenshots)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "test/tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js", ".mjs", ".json"] },
  },
};
