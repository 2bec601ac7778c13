/** The page's end of its WebSocket; the other end is `serve-decks.ts`. */
export interface Wire {
  ask(method: string, ...args: unknown[]): Promise<unknown>;
  onEvent(listener: (event: string, args: unknown[]) => void): void;
  /** Called on every connection, also after a loss. */
  onConnect(listener: () => void): void;
}

const reconnectMs = 1_000;

/** Like Decky's own: unanswered questions wait for the next connection and are asked again with their ids. */
export function connectWire(url: string): Wire {
  const waiting = new Map<
    number,
    { text: string; resolve(value: unknown): void; reject(error: Error): void }
  >();
  const eventListeners: ((event: string, args: unknown[]) => void)[] = [];
  const connectListeners: (() => void)[] = [];
  let lastId = 0;
  let socket: WebSocket | null = null;

  const receive = (text: string) => {
    const message = JSON.parse(text);
    if (typeof message.event === "string") {
      for (const listener of eventListeners) listener(message.event, message.args);
      return;
    }
    const question = waiting.get(message.id);
    waiting.delete(message.id);
    if (typeof message.error === "string") question?.reject(new Error(message.error));
    else question?.resolve(message.result);
  };
  const connect = () => {
    const opened = new WebSocket(url);
    opened.onopen = () => {
      socket = opened;
      for (const { text } of waiting.values()) opened.send(text);
      for (const listener of connectListeners) listener();
    };
    opened.onmessage = ({ data }) => receive(String(data));
    opened.onclose = () => {
      socket = null;
      setTimeout(connect, reconnectMs);
    };
  };
  connect();
  return {
    ask: (method, ...args) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        const text = JSON.stringify({ id: lastId, method, args });
        waiting.set(lastId, { text, resolve, reject });
        socket?.send(text);
      }),
    onEvent: (listener) => eventListeners.push(listener),
    onConnect: (listener) => connectListeners.push(listener),
  };
}
