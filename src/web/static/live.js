// Keeps what moves on a page current: asks a few bytes now and then, and when they changed fetches the page and puts its
// living parts in the place of those shown.

const EVERY = 10_000;
const SLOWEST = 120_000;

const source = document.querySelector("[data-live-from]")?.dataset.liveFrom;
let known;
let wait = EVERY;

/** Whether somebody is writing or choosing in a part, which must not be taken from under their hands. */
function isBusy(part) {
  return part.contains(document.activeElement) && document.activeElement !== document.body;
}

async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  let all = true;
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    if (!next || next.innerHTML === part.innerHTML) continue;
    if (isBusy(part)) { all = false; continue; }
    part.replaceChildren(...next.childNodes);
    part.dispatchEvent(new CustomEvent("renewed", { bubbles: true }));
  }
  return all;
}

async function look() {
  try {
    const answer = await fetch(source, { headers: { Accept: "text/plain" } });
    if (answer.ok) {
      const now = await answer.text();
      if (known === undefined || now === known || await renew()) known = now;
      wait = EVERY;
    } else {
      wait = Math.min(wait * 2, SLOWEST);
    }
  } catch {
    wait = Math.min(wait * 2, SLOWEST);
  }
}

async function follow() {
  if (document.visibilityState === "visible") await look();
  setTimeout(follow, wait);
}

if (source) {
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
  follow();
}
