// Sends a file in pieces, with progress, and goes on where it stood when the network comes back. Without scripts the
// browser sends the form as it is.

const PIECE = 1 << 20;
const LONGEST_WAIT = 30_000;

class Refused extends Error {}

/** Sends one form of this page and gives what its mutation answered. */
async function ask(form, name, fields) {
  const body = new URLSearchParams({ _do: name, _token: form.elements._token.value, ...fields });
  const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Refused(told.errors?.map((error) => error.why).join(" ") || told.code);
  return told.done;
}

/** Sends bytes from an offset on; `sent` is told how far it came. */
function put(url, offset, bytes, sent) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("Upload-Offset", String(offset));
    request.timeout = 120_000;
    request.upload.onprogress = (event) => sent(offset + event.loaded);
    request.onerror = request.ontimeout = () => failed(new TypeError("the network broke off"));
    request.onload = () => {
      if (request.status < 300) done(Number(request.getResponseHeader("Upload-Offset")));
      else if (request.status >= 500) failed(new TypeError("the hub is busy"));
      else failed(new Refused(JSON.parse(request.responseText || "{}").errors?.[0]?.message));
    };
    request.send(bytes);
  });
}

/** How far an upload has come. */
async function offsetOf(url) {
  const answer = await fetch(url, { method: "HEAD" });
  if (!answer.ok) throw new Refused();
  return Number(answer.headers.get("Upload-Offset"));
}

/** Waits, at most so long, and no longer than until the network is back. */
function pause(wait) {
  return new Promise((done) => {
    const over = () => { clearTimeout(timer); removeEventListener("online", over); done(); };
    const timer = setTimeout(over, wait);
    addEventListener("online", over);
  });
}

async function send(url, file, tell) {
  let offset = 0;
  let wait = 1_000;
  while (offset < file.size) {
    try {
      offset = await put(url, offset, file.slice(offset, offset + PIECE), (sent) => tell.progress(sent / file.size));
      wait = 1_000;
    } catch (error) {
      if (error instanceof Refused) throw error;
      tell.paused();
      await pause(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      offset = await offsetOf(url).catch((again) => { if (again instanceof Refused) throw again; return offset; });
    }
    tell.progress(offset / file.size);
  }
}

function begin(form) {
  const input = form.querySelector("input[type=file]");
  const box = form.querySelector("[data-progress]");
  const [bar, words] = [box.querySelector("progress"), box.querySelector("output")];
  const tell = {
    progress(share) {
      bar.value = Math.round(share * 100);
      words.textContent = box.dataset.said.replace("{}", String(bar.value));
    },
    paused() { words.textContent = box.dataset.paused; },
  };
  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file || form.dataset.staged) return;
    event.preventDefault();
    box.hidden = false;
    const button = form.querySelector("button:not([type])");
    button.disabled = true;
    try {
      tell.progress(0);
      const { upload } = await ask(form, "stage-upload", { length: String(file.size) });
      await send(new URL(upload.url).pathname, file, tell);
      words.textContent = box.dataset.checking;
      bar.removeAttribute("value");
      const known = document.createElement("input");
      Object.assign(known, { type: "hidden", name: input.name, value: upload.id });
      input.disabled = true;
      form.append(known);
      form.enctype = "application/x-www-form-urlencoded";
      form.dataset.staged = "true";
      delete form.dataset.sent;
      form.requestSubmit();
    } catch (error) {
      words.textContent = error.message;
      words.className = "error";
      button.disabled = false;
      delete form.dataset.sent;
    }
  });
}

for (const form of document.querySelectorAll("form[data-form=deposit-evidence]")) begin(form);
