import type { DeckView, RowView, WorldView } from "../world-view.ts";

const knownRows = new Set<number>();
const requestsSeen = new Map<string, number>();

const source = new EventSource("/world");
source.onmessage = ({ data }) => show(JSON.parse(data));
source.onopen = () => setEnded(false);
source.onerror = () => setEnded(true);

for (const deck of document.querySelectorAll<HTMLElement>("article.deck")) {
  find(deck, "[role=switch]").addEventListener("click", () => switchNetwork(deck));
  fitScreen(find(deck, ".screen"));
}

function show({ server, rows, decks }: WorldView): void {
  find(document, ".server-label").textContent = server;
  find(document, ".server-count").textContent =
    rows.length === 1 ? "1 save kept" : `${rows.length} saves kept`;
  find(document, ".history").replaceChildren(...rows.map(rowElement));
  for (const deck of decks) showDeck(deck);
  showHints({ server, rows, decks });
}

function rowElement(row: RowView): HTMLElement {
  const element = make("li", "row", [
    make("div", "row-top", [
      make("strong", "", [row.deck === null ? "Another device" : `Deck ${row.deck.toUpperCase()}`]),
      make("time", "", [new Date(row.savedAtMs).toLocaleTimeString()]),
    ]),
    row.sessions === null ? make("span", "", ["not a save of this demo"]) : chips(row.sessions, 6),
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
  const isOn = view.network === "open";
  deck.dataset.network = isOn ? "on" : "off";
  find(deck, "[role=switch]").setAttribute("aria-checked", String(isOn));
  find(deck, ".wire-word").textContent = isOn ? "Online" : "Unplugged";
  if (view.requests > (requestsSeen.get(view.name) ?? view.requests)) pulse(find(deck, ".wire"));
  requestsSeen.set(view.name, view.requests);
  find(deck, ".disk").replaceChildren(...diskWords(view));
}

/** What lies on the Deck's disk, read from the bytes of the save files. */
function diskWords({ title, saves, keptCopies, requests }: DeckView): Node[] {
  const shown = saves.filter(({ sessions }) => sessions.length > 0);
  const copies = keptCopies === 1 ? "1 kept copy" : `${keptCopies} kept copies`;
  return [
    make("b", "", [`${title}'s disk`]),
    ...shown.map(({ gameName, sessions }) => make("span", "save", [gameName, chips(sessions, 8)])),
    ...(shown.length === 0 ? [make("span", "", ["no save yet"])] : []),
    make("span", "aside", [`${copies} · ${requests} requests`]),
  ];
}

/** The three things to try are ticked off by what the world shows, not by what was clicked. */
function showHints({ rows, decks }: WorldView): void {
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

async function switchNetwork(deck: HTMLElement): Promise<void> {
  const wanted = deck.dataset.network === "on" ? "off" : "on";
  await fetch(`/network/${deck.dataset.deck}`, { method: "POST", body: wanted });
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
