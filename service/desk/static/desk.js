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
