import { createSocket } from "node:dgram";
import * as dns from "node:dns";
import { isIPv6, type LookupFunction } from "node:net";
import { type Answer, decode, encode } from "dns-packet";

type Address = dns.LookupAddress;

/** Where a home's machines hear questions about their `.local` names (RFC 6762). */
const everyone = { address: "224.0.0.251", port: 5353 };

/**
 * Names as the system knows them. Not every SteamOS resolves `.local` names: where it does not, the network is asked
 * itself, and the machine of that name answers.
 */
export function createLookup(whom = everyone, system: LookupFunction = dns.lookup): LookupFunction {
  return (name, options, answer) => {
    system(name, options, (error, ...found) => {
      if (error === null || !/\.local\.?$/i.test(name)) return answer(error, ...found);
      askNetwork(name.replace(/\.$/, ""), whom).then(
        (addresses) => {
          const [first] = addresses;
          if (first === undefined) answer(error, ...found);
          else if (options.all) answer(null, addresses);
          else answer(null, first.address, first.family);
        },
        () => answer(error, ...found),
      );
    });
  };
}

const askAgainMs = 400;
/** After a first answer, another one (of the other family) may follow. */
const lingerMs = 100;
const longestMs = 1500;

/** Empty: nobody in this network has that name. A one-shot question, to which the answer comes back to its own port. */
function askNetwork(name: string, whom: typeof everyone): Promise<Address[]> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    const found = new Map<string, Address>();
    const end = () => {
      clearInterval(again);
      clearTimeout(limit);
      socket.close();
      resolve([...found.values()]);
    };
    const ask = () => socket.send(toQuestion(name), whom.port, whom.address);
    let again: NodeJS.Timeout | undefined;
    let limit = setTimeout(end, longestMs);
    socket.on("error", (error) => {
      clearInterval(again);
      clearTimeout(limit);
      socket.close();
      reject(error);
    });
    socket.on("message", (message) => {
      for (const address of readAddresses(message, name)) found.set(address.address, address);
      if (found.size === 0) return;
      clearTimeout(limit);
      limit = setTimeout(end, lingerMs);
    });
    socket.bind(0, () => {
      ask();
      again = setInterval(ask, askAgainMs);
    });
  });
}

function toQuestion(name: string): Uint8Array {
  return encode({
    ...{ type: "query", id: 0 },
    questions: [
      { type: "A", name },
      { type: "AAAA", name },
    ],
  });
}

/** What anybody may have sent: only answers about the name, and no address that is good on one cable only. */
function readAddresses(message: Uint8Array, name: string): Address[] {
  let answers: Answer[];
  try {
    const packet = decode(Buffer.from(message));
    answers = [...(packet.answers ?? []), ...(packet.additionals ?? [])];
  } catch {
    return [];
  }
  return answers.flatMap((answer): Address[] => {
    if (answer.type !== "A" && answer.type !== "AAAA") return [];
    if (answer.name.toLowerCase() !== name.toLowerCase() || /^fe80:/i.test(answer.data)) return [];
    return [{ address: answer.data, family: isIPv6(answer.data) ? 6 : 4 }];
  });
}
