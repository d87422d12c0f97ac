"use strict";

// The desk works without this script: it saves loading pages anew, and the way to the mouse.

const say = text => { document.getElementById("said").textContent = text; };
const guard = document.querySelector('meta[name="csrf-token"]').content;

// ------------------------------------------------------------------------------------------------ one-key labels

const KEYS = { a: "agrees", c: "contradicts", u: "updates", n: "neutral" };

async function label(form, relation) {
  const { a, b } = form.closest(".pair").dataset;
  const answer = await fetch(form.dataset.labels, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": guard },
    body: JSON.stringify({ kind: "pair", a, b, relation }),
  });
  const found = await answer.json();
  if (!answer.ok) {
    say(`Not labelled: ${found.detail}`);
    form.querySelector(".given").textContent = found.detail;
    return;
  }
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === relation));
  }
  form.querySelector(".given").textContent = found.disagree ? `you: ${relation}; others differ` : `you: ${relation}`;
  say(`Labelled: ${relation}`);
}

for (const form of document.querySelectorAll("form.labels")) {
  form.addEventListener("submit", event => {
    event.preventDefault();
    label(form, event.submitter.value);
  });
}

const pairs = [...document.querySelectorAll(".pair[tabindex]")];

document.addEventListener("keydown", event => {
  const pair = event.target.closest?.(".pair[tabindex]");
  if (!pair || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  if (event.key in KEYS) {
    event.preventDefault();
    label(pair.querySelector("form.labels"), KEYS[event.key]);
  } else if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    pairs[pairs.indexOf(pair) + (event.key === "j" ? 1 : -1)]?.focus();
  }
});

// ---------------------------------------------------------------------------------------- what takes its time

for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    say(form.dataset.busy);
    form.setAttribute("aria-busy", "true");
  });
}

const job = document.querySelector("#job[data-events]");
if (job) {
  const source = new EventSource(job.dataset.events);
  source.addEventListener("progress", event => {
    const { state, stage, percent } = JSON.parse(event.data);
    job.querySelector("[data-state]").textContent = state;
    job.querySelector("[data-stage]").textContent = stage ? `, ${stage}` : "";
    job.querySelector("progress").value = percent ?? 0;
  });
  source.addEventListener("finished", () => {
    source.close();
    location.reload();
  });
}

// --------------------------------------------------------------------------------------------- events as they change

const LOOK_EVERY_MS = 10_000;
const list = document.querySelector("#events[data-rows]");
let seen = "", waiting = null, timer;

// Figures change where they stand; what a row is called by keeps its link, which may have the focus.
function renew(old, row) {
  let changed = false;
  for (const [n, cell] of [...row.cells].entries()) {
    const own = old.cells[n], link = own.querySelector("a");
    if (own.textContent.trim() === cell.textContent.trim()) continue;
    if (link) link.textContent = cell.textContent.trim();
    else own.replaceWith(cell.cloneNode(true));
    changed = true;
  }
  return changed;
}

// Rows come, go and change places only where that moves nothing that has the focus: not in the list, nor below it.
function settle() {
  const held = document.activeElement;
  const above = held === document.body || list.compareDocumentPosition(held) & Node.DOCUMENT_POSITION_PRECEDING;
  if (!waiting || !above) return;
  list.tBodies[0].replaceChildren(...waiting);
  document.getElementById("some").hidden = !waiting.length;
  document.getElementById("none").hidden = Boolean(waiting.length);
  waiting = null;
}

function take(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const known = new Map((waiting ?? [...list.tBodies[0].rows]).map(row => [row.dataset.event, row]));
  let added = 0, changed = 0;
  const next = [...fresh.content.querySelectorAll("tr")].map(row => {
    const old = known.get(row.dataset.event);
    known.delete(row.dataset.event);
    if (old) changed += renew(old, row);
    else added += 1;
    return old ?? row;
  });
  // What is selected stays, on whichever page it stands by now.
  const kept = [...known.values()].filter(row => row.querySelector(":checked"));
  const gone = known.size - kept.length;
  waiting = [...next, ...kept];
  settle();
  const told = [[added, "new"], [changed, "changed"], [gone, "gone"]].filter(([n]) => n).map(([n, how]) => `${n} ${how}`);
  if (told.length) say(`Events: ${told.join(", ")}`);
}

async function look() {
  const answer = await fetch(list.dataset.rows, {
    cache: "no-store",
    redirect: "manual",
    headers: seen ? { "If-None-Match": seen } : {},
  });
  if (answer.type === "opaqueredirect") {
    say("You are signed out: the list is as it was.");
    return false;
  }
  if (answer.status === 200) {
    take(await answer.text());
    seen = answer.headers.get("ETag");
  }
  return true;
}

async function watch() {
  clearTimeout(timer);
  if (document.visibilityState !== "visible") return;
  const goOn = await look().catch(() => true); // the server is away for now
  clearTimeout(timer);
  if (goOn) timer = setTimeout(watch, LOOK_EVERY_MS);
}

if (list) {
  timer = setTimeout(watch, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("focusout", () => setTimeout(settle));
}
