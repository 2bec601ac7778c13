import type { DeckView, DeviceView, RowView, WorldView } from "../world-view.ts";

const knownRows = new Set<number>();
const requestsSeen = new Map<string, number>();

const source = new EventSource("/world");
source.onmessage = ({ data }) => show(JSON.parse(data));
source.onopen = () => setEnded(false);
source.onerror = () => setEnded(true);

for (const deck of document.querySelectorAll<HTMLElement>("article.deck")) {
  for (const choice of deck.querySelectorAll<HTMLButtonElement>(".plug button"))
    choice.addEventListener("click", () => post(`/network/${deck.dataset.deck}`, choice.value));
  fitScreen(find(deck, ".screen"));
}
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-deed]"))
  button.addEventListener("click", () => runDeed(button));

function show({ server, rows, devices, decks }: WorldView): void {
  const saves = rows.length === 1 ? "1 save" : `${rows.length} saves`;
  find(document, ".server-label").textContent = `${server} · ${saves}`;
  find(document, ".devices").replaceChildren(...devices.map(deviceElement));
  find(document, ".history").replaceChildren(...rows.map(rowElement));
  for (const deck of decks) showDeck(deck);
  showHints({ rows, decks });
}

function deviceElement({ name, deck, lastSeenMs }: DeviceView): HTMLElement {
  const seen = lastSeenMs === null ? "not seen yet" : `seen ${new Date(lastSeenMs).toLocaleTimeString()}`;
  const element = make("li", "device", [make("b", "", [name]), ` ${seen}`]);
  element.dataset.deck = deck ?? "";
  return element;
}

function rowElement(row: RowView): HTMLElement {
  const element = make("li", "row", [
    make("div", "row-top", [
      make("strong", "", [row.deck === null ? "Another device" : `Deck ${row.deck.toUpperCase()}`]),
      make("time", "", [new Date(row.savedAtMs).toLocaleTimeString()]),
    ]),
    row.sessions === null ? make("span", "", ["not a save of this demo"]) : chips(row.sessions, 5),
    make("div", "row-game", [...(row.isHead ? [make("em", "", ["newest"])] : []), row.gameName]),
  ]);
  element.dataset.deck = row.deck ?? "";
  element.dataset.head = String(row.isHead);
  element.dataset.sessions = row.sessions?.join(" ") ?? "";
  if (!knownRows.has(row.saveId)) element.classList.add("is-new");
  knownRows.add(row.saveId);
  return element;
}

function showDeck(view: DeckView): void {
  const deck = find(document, `article[data-deck="${view.name}"]`);
  const network = view.network !== "open" ? "off" : view.isSlow ? "slow" : "on";
  deck.dataset.network = network;
  for (const choice of deck.querySelectorAll<HTMLButtonElement>(".plug button"))
    choice.setAttribute("aria-pressed", String(choice.value === network));
  if (view.requests > (requestsSeen.get(view.name) ?? view.requests)) pulse(find(deck, ".wire"));
  requestsSeen.set(view.name, view.requests);
  find(deck, ".disk").replaceChildren(...diskWords(view));
}

/** What lies on the Deck's disk, read from the bytes of the save files; before that, what a player types and where. */
function diskWords(view: DeckView): Node[] {
  const { title, saves, keptCopies, requests, address, pairing } = view;
  if (pairing !== null) {
    const link = make("a", "phone", [`Approve ${title} as ${pairing.userCode}`]);
    link.setAttribute("href", pairing.url);
    link.setAttribute("target", "_blank");
    return [make("b", "", ["Your phone"]), link, make("span", "", ["opens RomM's own page"])];
  }
  if (!view.isSignedIn)
    return [make("b", "", ["RomM's address, for this Deck"]), make("code", "", [address])];
  const shown = saves.filter(({ sessions }) => sessions.length > 0);
  const copies = keptCopies === 1 ? "1 kept copy" : `${keptCopies} kept copies`;
  return [
    make("b", "", [`${title}'s disk`]),
    ...shown.map(({ gameName, sessions }) => make("span", "save", [gameName, chips(sessions, 8)])),
    ...(shown.length === 0 ? [make("span", "", ["no save yet"])] : []),
    make("span", "aside", [`${copies} · ${requests} requests`]),
  ];
}

/** The things to try are ticked off by what the world shows, not by what was clicked. */
function showHints({ rows, decks }: Pick<WorldView, "rows" | "decks">): void {
  const areSetUp = decks.every(({ isSignedIn, hasGames }) => isSignedIn && hasGames);
  tick("set-up", areSetUp);
  find(document, '[data-while="set-up"]').hidden = areSetUp;
  const canPart = areSetUp && decks.every(({ network, saves }) => isFree(network, saves));
  findButton("conflict").disabled = !canPart || findButton("conflict").dataset.running === "true";
  const isForeign = (deck: string) => (label: string) => !label.startsWith(deck.toUpperCase());
  const hasReceived = decks.some(({ name, saves }) =>
    saves.some(({ sessions }) => sessions.some(isForeign(name))),
  );
  tick("send", rows.length > 0);
  tick("receive", hasReceived);
  tick(
    "settle",
    rows.some((row) => rows.some((other) => hasParted(row, other))),
  );
}

/** Two saves of one game of which neither goes on from the other. */
function hasParted(one: RowView, other: RowView): boolean {
  const [left, right] = [one.sessions?.join(" ") ?? "", other.sessions?.join(" ") ?? ""];
  return one.gameName === other.gameName && !left.startsWith(right) && !right.startsWith(left);
}

function tick(hint: string, isDone: boolean): void {
  find(document, `[data-hint="${hint}"]`).dataset.done = String(isDone);
}

/** Online, and nobody plays there. */
function isFree(network: DeckView["network"], saves: DeckView["saves"]): boolean {
  return network === "open" && saves.every(({ isRunning }) => !isRunning);
}

function findButton(deed: string): HTMLButtonElement {
  const found = document.querySelector<HTMLButtonElement>(`[data-deed="${deed}"]`);
  if (found === null) throw new Error(`The page has no button ${deed}.`);
  return found;
}

/** While it runs the button says so, and takes no other press. */
async function runDeed(button: HTMLButtonElement): Promise<void> {
  const { deed = "", busy = "" } = button.dataset;
  const text = button.textContent;
  button.dataset.running = "true";
  button.disabled = true;
  button.textContent = busy;
  await post(`/${deed}`, "").catch(() => {});
  // A Deck in the middle of its first steps has none left to make.
  if (deed === "sign-in")
    for (const { contentWindow } of document.querySelectorAll("iframe")) contentWindow?.location.reload();
  button.dataset.running = "false";
  button.disabled = false;
  button.textContent = text;
}

async function post(path: string, body: string): Promise<void> {
  await fetch(path, { method: "POST", body });
}

/** A Deck's screen is 854 CSS pixels wide, whatever room the page has. */
function fitScreen(screen: HTMLElement): void {
  new ResizeObserver(() => {
    screen.style.setProperty("--scale", String(screen.clientWidth / 854));
  }).observe(screen);
}

/** A request on its way. */
function pulse(wire: HTMLElement): void {
  const dot = make("span", "pulse", []);
  dot.addEventListener("animationend", () => dot.remove());
  wire.prepend(dot);
}

function setEnded(hasEnded: boolean): void {
  find(document, ".ended").hidden = !hasEnded;
}

/** The newest few; what is older is counted. */
function chips(sessions: string[], room: number): HTMLElement {
  const older = Math.max(0, sessions.length - room);
  return make("span", "chips", [
    ...(older > 0 ? [make("span", "chip", [`+${older}`])] : []),
    ...sessions.slice(older).map(chip),
  ]);
}

function chip(label: string): HTMLElement {
  const element = make("span", "chip", [label]);
  element.dataset.deck = label.slice(0, 1).toLowerCase();
  return element;
}

function make(tag: string, className: string, children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

function find(within: ParentNode, selector: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`The page has no ${selector}.`);
  return found;
}
