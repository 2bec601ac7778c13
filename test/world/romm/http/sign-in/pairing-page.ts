import type { RommApp } from "../app.ts";

/**
 * Stands in for RomM's page `/pair/device`, on which the player approves or denies a device: it signs in by password,
 * shows what is asked for, and uses RomM's own endpoints.
 */
export function addPairingPage(app: RommApp): void {
  app.get("/pair/device", (c) => c.html(page));
}

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>RomM: pair a device</title>
<style>body{font:16px sans-serif;max-width:28rem;margin:2rem auto;padding:0 1rem}label{display:block;margin:.5rem 0}</style>
</head><body>
<h1>Pair a device</h1>
<form id="look">
  <label>User <input id="user" value="player"></label>
  <label>Password <input id="password" type="password" value="password"></label>
  <label>Code <input id="code"></label>
  <button id="find">Look</button>
</form>
<form id="answer" hidden>
  <label>Name <input id="name"></label>
  <div id="scopes"></div>
  <button id="approve">Approve</button>
  <button id="deny" type="button">Deny</button>
</form>
<p id="said" role="status"></p>
<script>
const at = (id) => document.getElementById(id);
at("code").value = new URLSearchParams(location.search).get("user_code") ?? "";
const say = (text) => { at("said").textContent = text; };
async function ask(method, path, json) {
  const authorization = "Basic " + btoa(at("user").value + ":" + at("password").value);
  const body = json && JSON.stringify({ user_code: at("code").value, ...json });
  const reply = await fetch(path, { method, body, headers: { authorization, "content-type": "application/json" } });
  const answer = await reply.json();
  if (!reply.ok) say(typeof answer.detail === "string" ? answer.detail : "Refused");
  return reply.ok ? answer ?? {} : null;
}
at("look").addEventListener("submit", async (event) => {
  event.preventDefault();
  say("");
  const pending = await ask("GET", "/api/auth/device/pending/" + encodeURIComponent(at("code").value));
  if (!pending) return;
  at("name").value = pending.name;
  at("scopes").replaceChildren(...pending.requested_scopes.map((scope) => {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "scope", value: scope });
    box.disabled = !pending.allowed_scopes.includes(scope);
    box.checked = !box.disabled;
    label.append(box, " " + scope);
    return label;
  }));
  at("answer").hidden = false;
});
at("answer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const approved_scopes = [...document.querySelectorAll("[name=scope]:checked")].map((box) => box.value);
  if (await ask("POST", "/api/auth/device/approve", { approved_scopes, device_name: at("name").value })) say("Approved");
});
at("deny").addEventListener("click", async () => {
  if (await ask("POST", "/api/auth/device/deny", {})) say("Denied");
});
</script>
</body></html>
`;
