// What a site does with its own address: its parameters are ?region= and ?q=, it follows "back", and it listens
// to every click, as routers do, to show its own links without loading a page.

const form = document.getElementById("offices");
const heard = document.getElementById("heard");
const say = (line) => heard.append(`${line}\n`);

/** Brings the form up to date with the address. */
function follow() {
  const parameters = new URLSearchParams(location.search);
  form.region.value = parameters.get("region") ?? "";
  form.q.value = parameters.get("q") ?? "";
}

/** Goes to another state of the page; parameters of others stay. */
function go(own) {
  const parameters = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(own)) parameters.set(name, value);
  history.pushState({ office: own }, "", `?${parameters}`);
  follow();
}

const find = () => go({ region: form.region.value, q: form.q.value });
form.region.addEventListener("change", find);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
addEventListener("popstate", ({ state }) => {
  say(`popstate: ${JSON.stringify(state)}`);
  follow();
});
addEventListener("click", (event) => {
  say(`click on ${event.target.localName}`);
  const link = event.target.closest("a[href^='?']");
  if (!link) return;
  event.preventDefault();
  go(Object.fromEntries(new URL(link.href).searchParams));
});
follow();
