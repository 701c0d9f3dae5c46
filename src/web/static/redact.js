// Draws, moves and removes black boxes on a picture with mouse, finger and keyboard. Without scripts the same form has
// a check box for each box, and numbers to type.

const LEAST = 6;

class Editor {
  constructor(section) {
    this.section = section;
    this.form = section.querySelector("form");
    this.layer = section.querySelector("[data-layer]");
    this.picture = this.layer.querySelector("img");
    this.status = section.querySelector("[data-status]");
    this.page = Number(this.layer.dataset.page);
    this.size = { width: Number(this.layer.dataset.width), height: Number(this.layer.dataset.height) };
    this.words = this.status.dataset;
    this.boxes = [];
    this.past = [];
    this.read();
    this.bind();
  }

  /** Takes over what the form has without scripts. */
  read() {
    for (const input of this.form.querySelectorAll("input[name=boxes]")) {
      const given = new URLSearchParams(input.value);
      const box = Object.fromEntries(["page", "x", "y", "width", "height"].map((key) => [key, Number(given.get(key))]));
      if (box.page !== this.page) continue;
      this.put({ ...box, suggested: !input.checked });
      input.remove();
    }
    for (const typed of this.form.querySelectorAll("[data-typed]")) typed.remove();
    this.section.querySelector("[data-tools]").hidden = false;
    this.saved = this.state();
    this.count();
  }

  bind() {
    const press = (name, act) => this.section.querySelector(`[data-${name}]`)?.addEventListener("click", act);
    press("add", () => this.addInTheMiddle());
    press("undo", () => this.undo());
    press("take", () => this.takeAll());
    press("final", (event) => {
      const on = this.layer.classList.toggle("final");
      event.currentTarget.setAttribute("aria-pressed", String(on));
    });
    press("draw", (event) => {
      const on = this.layer.classList.toggle("drawing");
      event.currentTarget.setAttribute("aria-pressed", String(on));
    });
    this.layer.addEventListener("pointerdown", (event) => this.down(event));
    this.layer.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("submit", () => this.write());
  }

  /** Pixels of the picture where a pointer is. */
  at(event) {
    const shown = this.picture.getBoundingClientRect();
    const within = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
    return {
      x: within((event.clientX - shown.left) / shown.width * this.size.width, this.size.width),
      y: within((event.clientY - shown.top) / shown.height * this.size.height, this.size.height),
    };
  }

  put(box) {
    const mark = document.createElement("button");
    mark.type = "button";
    mark.className = "box";
    const handle = document.createElement("span");
    handle.className = "handle";
    mark.append(handle);
    box.mark = mark;
    mark.box = box;
    this.boxes.push(box);
    this.layer.append(mark);
    this.show(box);
    return box;
  }

  show(box) {
    const { width, height } = this.size;
    box.width = Math.min(Math.max(box.width, LEAST), width);
    box.height = Math.min(Math.max(box.height, LEAST), height);
    box.x = Math.min(Math.max(box.x, 0), width - box.width);
    box.y = Math.min(Math.max(box.y, 0), height - box.height);
    Object.assign(box.mark.style, {
      left: `${box.x / width * 100}%`, top: `${box.y / height * 100}%`,
      width: `${box.width / width * 100}%`, height: `${box.height / height * 100}%`,
    });
    box.mark.classList.toggle("suggested", Boolean(box.suggested));
    const words = box.suggested ? this.words.suggested : this.words.box;
    box.mark.setAttribute("aria-label", words.replace("{}", String(this.boxes.indexOf(box) + 1)));
  }

  remember() {
    this.past.push(this.boxes.map(({ mark, ...box }) => box));
    this.past.splice(0, Math.max(0, this.past.length - 100));
  }

  /** What would be black, as one text. */
  state() {
    const kept = this.boxes.filter((box) => !box.suggested);
    return kept.map(({ page, x, y, width, height }) => [page, x, y, width, height].join()).join(" ");
  }

  /** Only what was saved can be confirmed, since the copy is made of that. */
  compare() {
    const open = this.state() !== this.saved;
    for (const button of document.querySelectorAll("form[data-form=confirm-evidence] button")) button.disabled = open;
    const note = document.querySelector("[data-unsaved]");
    if (note) note.hidden = !open;
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    for (const box of this.boxes) box.mark.remove();
    this.boxes = [];
    for (const box of before) this.put(box);
    this.count();
  }

  count() {
    const kept = this.boxes.filter((box) => !box.suggested).length;
    this.status.textContent = this.words.count.replace("{}", String(kept));
    const take = this.section.querySelector("[data-take]");
    if (take) take.hidden = !this.boxes.some((box) => box.suggested);
    this.compare();
  }

  addInTheMiddle() {
    this.remember();
    const [width, height] = [Math.round(this.size.width / 4), Math.round(this.size.height / 12)];
    const box = this.put({
      page: this.page, width, height, x: Math.round((this.size.width - width) / 2), y: Math.round((this.size.height - height) / 2),
    });
    this.count();
    box.mark.focus();
  }

  takeAll() {
    this.remember();
    for (const box of this.boxes) { box.suggested = false; this.show(box); }
    this.count();
  }

  remove(box) {
    this.remember();
    const place = this.boxes.indexOf(box);
    this.boxes.splice(place, 1);
    box.mark.remove();
    for (const other of this.boxes) this.show(other);
    this.count();
    (this.boxes[Math.min(place, this.boxes.length - 1)]?.mark ?? this.section.querySelector("[data-add]")).focus();
  }

  down(event) {
    if (event.button > 0) return;
    const mark = event.target.closest(".box");
    // A finger scrolls the page until drawing is switched on; a box can always be moved.
    if (!mark && event.pointerType === "touch" && !this.layer.classList.contains("drawing")) return;
    event.preventDefault();
    this.remember();
    const from = this.at(event);
    let box = mark?.box;
    const resizes = event.target.classList.contains("handle") || !box;
    if (!box) box = this.put({ page: this.page, x: from.x, y: from.y, width: LEAST, height: LEAST });
    if (box.suggested) { box.suggested = false; this.show(box); }
    box.mark.focus();
    const first = { ...box };
    let moved = Boolean(mark);
    const drag = (next) => {
      const to = this.at(next);
      if (resizes && mark) {
        Object.assign(box, { width: to.x - first.x, height: to.y - first.y });
      } else if (resizes) {
        moved ||= Math.abs(to.x - from.x) >= LEAST && Math.abs(to.y - from.y) >= LEAST;
        Object.assign(box, {
          x: Math.min(from.x, to.x), y: Math.min(from.y, to.y),
          width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y),
        });
      } else {
        Object.assign(box, { x: first.x + to.x - from.x, y: first.y + to.y - from.y });
      }
      this.show(box);
    };
    const end = () => {
      this.layer.removeEventListener("pointermove", drag);
      this.layer.removeEventListener("pointerup", end);
      this.layer.removeEventListener("pointercancel", end);
      // A press without a drag draws nothing.
      if (!moved) this.undo();
      this.count();
    };
    this.layer.setPointerCapture(event.pointerId);
    this.layer.addEventListener("pointermove", drag);
    this.layer.addEventListener("pointerup", end);
    this.layer.addEventListener("pointercancel", end);
  }

  key(event) {
    const box = event.target.box;
    if (!box) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.remove(box);
      return;
    }
    if ((event.key === "Enter" || event.key === " ") && box.suggested) {
      event.preventDefault();
      this.remember();
      box.suggested = false;
      this.show(box);
      this.count();
      return;
    }
    const step = Math.max(1, Math.round(this.size.width / 100));
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!by) return;
    event.preventDefault();
    this.remember();
    if (event.shiftKey) Object.assign(box, { width: box.width + by[0], height: box.height + by[1] });
    else Object.assign(box, { x: box.x + by[0], y: box.y + by[1] });
    box.suggested = false;
    this.show(box);
    this.count();
  }

  /** Puts the boxes into the form, each as one text. */
  write() {
    for (const old of this.form.querySelectorAll("[data-written]")) old.remove();
    for (const { page, x, y, width, height, suggested } of this.boxes) {
      if (suggested) continue;
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "boxes", value: new URLSearchParams({ page, x, y, width, height }).toString() });
      input.dataset.written = "";
      this.form.append(input);
    }
  }
}

for (const section of document.querySelectorAll("[data-redact]")) new Editor(section);
