import type { BadAddress } from "../../contract/account.ts";

/** What a phone shows that scanned the code: a place for an address. `refused`: what was sent before, and why not. */
export function toPhonePage(refused: { typed: string; why: BadAddress } | null): string {
  const hint = refused === null ? "" : `<p class="bad" role="alert">${escapeHtml(hints[refused.why])}</p>`;
  // What holds a name and a password is not shown again.
  const value = refused === null || refused.why === "holds-user" ? "" : escapeHtml(refused.typed);
  return page(
    `<form method="post"><label for="address">Where is your RomM?</label>
<input id="address" name="address" type="text" inputmode="url" autocomplete="off" autocapitalize="none"
 autocorrect="off" spellcheck="false" maxlength="2000" required autofocus placeholder="romm.home.lan" value="${value}">
${hint}<button>Send to the Deck</button>
<p>As you type it into a browser. No user name and no password: those are not asked for here.</p></form>`,
  );
}

export function toPhoneThanks(): string {
  return page("<p>Sent. Look at your Deck; this page can be closed.</p>");
}

const hints: Record<BadAddress, string> = {
  empty: "Enter an address first.",
  "not-an-address": "This is no address. Look at what your browser shows when RomM is open.",
  "other-scheme": "RomM's address starts with http:// or https://, or with its name alone.",
  "holds-user": "Leave out the user name and password: enter only what stands after the @.",
};

const style = `body{font:18px system-ui,sans-serif;margin:0;padding:24px;background:#0e141b;color:#dcdedf}
main{max-width:480px;margin:0 auto}h1{font-size:20px;font-weight:600}label{display:block;margin:16px 0 8px}
input,button{box-sizing:border-box;width:100%;font:inherit;padding:12px;border-radius:4px;border:1px solid #67707b}
input{background:#fff;color:#000}button{margin-top:16px;background:#1a9fff;border:0;color:#000;font-weight:600}
p{font-size:16px;line-height:1.4}.bad{color:#ffb86b}`;

function page(content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Savepoint</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${style}</style></head>
<body><main><h1>Savepoint</h1>${content}</main></body></html>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
