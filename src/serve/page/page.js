// What the page does beyond what it does without: suggestions, copying, the place of the address in focus.
"use strict";
(() => {
  const box = document.getElementById("q");
  const offered = document.getElementById("suggestions");
  let waiting = 0, asked = 0;
  box?.addEventListener("input", () => {
    clearTimeout(waiting);
    const typed = box.value.trim();
    if (typed.length < 2) return;
    waiting = setTimeout(async () => {
      const turn = ++asked;
      const answer = await fetch("/api/v1/suggest?q=" + encodeURIComponent(typed)).catch(() => null);
      if (!answer?.ok || turn !== asked) return;
      const { suggestions } = await answer.json();
      if (turn !== asked) return;
      offered.replaceChildren(...suggestions.map(({ text }) => {
        const option = document.createElement("option");
        option.value = text;
        return option;
      }));
    }, 150);
  });

  const said = document.getElementById("said");
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.textContent = said.dataset.copied;
      setTimeout(() => { said.textContent = ""; }, 2000);
    });
  }

  // The place that the address names is in view and in focus, so that the keyboard goes on from it.
  const target = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    place?.scrollIntoView({ block: "center" });
    place?.focus({ preventScroll: true });
  };
  addEventListener("hashchange", target);
  if (location.hash) target();

  // n and p go from hit to hit; the address follows.
  const hits = [...document.querySelectorAll("mark[id^=hit-]")];
  let at = -1;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "/") { event.preventDefault(); box?.focus(); }
    const step = { n: 1, p: -1 }[event.key];
    if (!step || !hits.length) return;
    at = (at + step + hits.length) % hits.length;
    location.hash = hits[at].id;
  });
})();
