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

// Pairs come and go on the page of an event, so it is the document that listens.
document.addEventListener("submit", event => {
  if (!event.target.matches("form.labels")) return;
  event.preventDefault();
  label(event.target, event.submitter.value);
});

document.addEventListener("keydown", event => {
  const pair = event.target.closest?.(".pair[tabindex]");
  if (!pair || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  if (event.key in KEYS) {
    event.preventDefault();
    label(pair.querySelector("form.labels"), KEYS[event.key]);
  } else if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    const pairs = [...document.querySelectorAll(".pair[tabindex]")];
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

// ------------------------------------------------------------------------------------------------ as things change

const LOOK_EVERY_MS = 10_000;

// While the page is seen, asks time and again what is at an address; `take` is given what came, `gone` why nothing will.
function follow(address, seen, take, gone) {
  let timer;

  async function look() {
    const answer = await fetch(address, {
      cache: "no-store",
      redirect: "manual",
      headers: seen ? { "If-None-Match": seen } : {},
    });
    if (answer.type === "opaqueredirect") {
      say("You are signed out: this is as it was.");
      return false;
    }
    if (answer.status === 410) {
      gone((await answer.json()).detail);
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
    else document.removeEventListener("visibilitychange", watch);
  }

  timer = setTimeout(watch, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", watch);
}

// Things change places in a part of the page only where that moves nothing that has the focus: not in it, nor below it.
function isFree(part) {
  const held = document.activeElement;
  return held === document.body || Boolean(part.compareDocumentPosition(held) & Node.DOCUMENT_POSITION_PRECEDING);
}

function parsed(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content;
}

const counted = (...counts) => counts.filter(([n]) => n).map(([n, how]) => `${n} ${how}`).join(", ");
const words = node => node.textContent.replace(/\s+/g, " ").trim();

// ------------------------------------------------------------------------------------------------- the list of events

const list = document.querySelector("#events[data-rows]");
let waiting = null;

// Figures change where they stand; what a row is called by keeps its link, which may have the focus.
function renew(old, row) {
  let changed = false;
  for (const [n, cell] of [...row.cells].entries()) {
    const own = old.cells[n], link = own.querySelector("a");
    if (words(own) === words(cell)) continue;
    if (link) link.textContent = words(cell);
    else own.replaceWith(cell.cloneNode(true));
    changed = true;
  }
  return changed;
}

function settle() {
  if (!waiting || !isFree(list)) return;
  list.tBodies[0].replaceChildren(...waiting);
  document.getElementById("some").hidden = !waiting.length;
  document.getElementById("none").hidden = Boolean(waiting.length);
  waiting = null;
}

function take(html) {
  const known = new Map((waiting ?? [...list.tBodies[0].rows]).map(row => [row.dataset.event, row]));
  let added = 0, changed = 0;
  const next = [...parsed(html).querySelectorAll("tr")].map(row => {
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
  const told = counted([added, "new"], [changed, "changed"], [gone, "gone"]);
  if (told) say(`Events: ${told}`);
}

if (list) {
  follow(list.dataset.rows, "", take, say);
  document.addEventListener("focusout", () => setTimeout(settle));
}

// -------------------------------------------------------------------------------------------------------- one event

const shown = document.querySelector("#event[data-news]"), note = document.getElementById("news");
let fresh = null;

const isHalfWritten = () => [...shown.querySelectorAll("input")].some(field => field.value !== field.defaultValue);

// Pairs that say what they said stay as they are, with what is open in them; what is read keeps its place on the screen.
function bring() {
  if (!fresh || !isFree(shown) || isHalfWritten()) return;
  const open = new Set([...shown.querySelectorAll("details[open]:not(.evidence) > summary")].map(words));
  for (const summary of fresh.querySelectorAll("details:not(.evidence) > summary")) {
    summary.parentElement.open = open.has(words(summary));
  }
  for (const pair of fresh.querySelectorAll(".pair")) {
    const old = document.getElementById(pair.id);
    old?.classList.remove("new");
    if (old && words(old) === words(pair)) pair.replaceWith(old);
    else pair.classList.add("new");
  }
  const top = id => document.getElementById(id)?.getBoundingClientRect().top;
  const read = [...shown.querySelectorAll("[id]")].find(each => each.getBoundingClientRect().bottom > 0)?.id;
  const before = top(read);
  shown.replaceChildren(fresh);
  if (scrollY) scrollBy(0, (top(read) ?? before ?? 0) - (before ?? 0));
  fresh = null;
  note.hidden = true;
}

function told() {
  const old = new Map([...shown.querySelectorAll(".pair")].map(pair => [pair.id, words(pair)]));
  const next = new Map([...fresh.querySelectorAll(".pair")].map(pair => [pair.id, words(pair)]));
  const added = [...next.keys()].filter(id => !old.has(id)).length;
  const changed = [...next].filter(([id, said]) => old.has(id) && old.get(id) !== said).length;
  const gone = [...old.keys()].filter(id => !next.has(id)).length;
  const found = counted([added, "new"], [changed, "changed"], [gone, "gone"]);
  return `News of this event${found && `: pairs: ${found}`}.`;
}

function hear(html) {
  fresh = parsed(html);
  note.hidden = words(fresh) === words(shown);
  if (note.hidden) {
    fresh = null; // no more than what was labelled here
    return;
  }
  const news = told();
  note.firstElementChild.textContent = `${news} It is shown once nothing here has the focus or is half written.`;
  bring();
  say(news);
}

if (shown) {
  follow(shown.dataset.news, shown.dataset.known, hear, why => {
    note.firstElementChild.textContent = why;
    note.querySelector("button").hidden = true;
    note.querySelector("a").hidden = note.hidden = false;
    say(why);
  });
  note.querySelector("button").addEventListener("click", () => {
    if (isHalfWritten()) say("Something is half written here: send it or empty it first.");
    bring();
  });
  document.addEventListener("focusout", () => setTimeout(bring));
}
