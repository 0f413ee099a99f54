// The page on which webmasters put together the lines that bring the list into a page of theirs.
//
// What there is to choose from is read from a list of its own, by what the element's markup promises; so
// it has the names that visitors see, and this script knows nothing about feeds.

const form = document.getElementById("choices");
const archive = document.getElementById("archive");
const preview = document.getElementById("preview");
const site = new URL("../", location.href).href;

/** The attributes of the element that hold one value each, in the order in which they are written. */
const SINGLE = ["from", "to", "limit", "theme", "lang", "heading-level"];
const FACETS = ["region", "partner", "topic"];

/** What is chosen, as attributes of the element. */
function chosen() {
  const data = new FormData(form);
  const attributes = {};
  for (const facet of FACETS) {
    const values = data.getAll(facet);
    if (values.length) attributes[facet] = values.join(",");
  }
  for (const name of SINGLE) {
    if (data.get(name) && form.elements[name].checkValidity()) attributes[name] = data.get(name);
  }
  const parts = data.getAll("controls[]");
  if (parts.length < form.elements["controls[]"].length) attributes.controls = parts.join(" ");
  return attributes;
}

const prefix = () => (form.elements.name.checkValidity() ? form.elements.name.value : "");
const src = () => new URL(archive.getAttribute("src"), location.href).href;
const isFrame = () => form.elements.way.value === "frame";
const title = () => archive.shadowRoot?.querySelector("[part=title]")?.textContent ?? "News";

/** The frame's address: the element's attributes stand in it, as a frame has no others. */
function frameAddress(attributes) {
  const address = new URL("frame/", site);
  for (const [name, value] of Object.entries(attributes)) address.searchParams.append(`set.${name}`, value);
  return address.href;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

function tag(name, attributes) {
  const written = Object.entries(attributes).map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escaped(value)}"`));
  return `<${name}${written.join("")}>`;
}

/** The lines to copy. */
function lines(attributes) {
  const script = (file) => `${tag("script", { type: "module", src: new URL(file, site).href })}</script>`;
  if (isFrame()) {
    const frame = { src: frameAddress(attributes), title: title(), width: "100%", height: "640", loading: "lazy", "data-monthwise": true };
    if (prefix()) frame["data-monthwise-address"] = prefix();
    return [`${tag("iframe", frame)}</iframe>`, script("monthwise-frame.js")];
  }
  const element = { src: src(), ...attributes };
  if (prefix()) element.name = prefix();
  if (form.elements.eager.checked) element.eager = true;
  const link = `${tag("a", { href: site })}${escaped(title())}</a>`;
  return [script("monthwise.js"), tag("monthwise-news", element), `  ${link}`, "</monthwise-news>"];
}

/** What the policy of the page around has to allow. */
function policy() {
  const files = new URL(site).origin;
  if (isFrame()) return `frame-src ${files}; script-src ${files}`;
  const feed = new URL(src()).origin;
  const connect = feed === files ? files : `${files} ${feed}`;
  return `script-src ${files} 'wasm-unsafe-eval'; style-src ${files}; connect-src ${connect}`;
}

/** The room that the list needs until it comes, as the script keeps it too; a frame has a height of its own. */
function room({ limit, controls }) {
  const isShort = limit && !/region|partner|topic/.test(controls ?? "regions");
  return `monthwise-news { display: block; min-height: ${isShort ? `min(90vh, ${limit * 9 + 9}em)` : "90vh"} }`;
}

/** Shows what is chosen; a list that is there stays, and takes what has changed. */
function show(attributes) {
  const wanted = isFrame() ? "iframe" : "monthwise-news";
  let shown = preview.firstElementChild;
  if (shown?.localName !== wanted) {
    shown = document.createElement(wanted);
    preview.replaceChildren(shown);
  }
  const all = isFrame()
    ? { title: title(), width: "100%", height: "640", "data-monthwise": "", src: frameAddress(attributes) }
    : { name: "preview", src: archive.getAttribute("src"), eager: "", ...attributes };
  for (const { name } of [...shown.attributes]) {
    if (!(name in all) && name !== "style") shown.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(all)) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  preview.dataset.theme = attributes.theme ?? "";
}

function update() {
  const attributes = chosen();
  document.getElementById("lines").value = lines(attributes).join("\n");
  document.getElementById("policy").value = policy();
  document.getElementById("room").value = room(attributes);
  document.getElementById("room-part").hidden = isFrame();
  show(attributes);
}

/** Offers the values of the archive, as its own facets name and count them. */
function offer() {
  const facets = [...archive.shadowRoot.querySelectorAll("fieldset[data-facet]")].map((facet) => {
    const copy = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = facet.querySelector("legend").textContent;
    const values = document.createElement("ul");
    for (const box of facet.querySelectorAll("input[type=checkbox][value]")) {
      const row = box.closest("li").cloneNode(true);
      Object.assign(row.querySelector("input"), { name: facet.dataset.facet, checked: false, disabled: false });
      values.append(row);
    }
    copy.append(legend, values);
    return copy;
  });
  document.getElementById("values").replaceChildren(...facets);
}

async function copy(event) {
  const text = document.getElementById(event.target.dataset.copy);
  const said = document.getElementById("said");
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    said.textContent = "Copied.";
  } catch {
    said.textContent = "The browser does not let this page copy. The lines are selected: copy them with the keyboard.";
  }
}

form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
// The form's own values are set after this event, and after what its listeners put off as a microtask.
form.addEventListener("reset", () => setTimeout(update));
for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", copy);
for (const event of ["ready", "change"]) {
  archive.addEventListener(`monthwise:${event}`, () => {
    if (!form.querySelector("#values input:checked")) offer();
    update();
  });
}
archive.addEventListener("monthwise:error", ({ detail }) => {
  document.getElementById("values").textContent = detail.text;
});
update();
