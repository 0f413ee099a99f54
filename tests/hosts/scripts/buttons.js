// Buttons by which a page changes attributes of its list: `data-attribute` says which, `data-value` to what;
// without a value it is taken away. `data-all` changes all of them at once, each to its first value.

const news = document.getElementById("news");

function change({ dataset: { attribute, value } }) {
  if (value === undefined) news.removeAttribute(attribute);
  else news.setAttribute(attribute, value);
}

/** Says on each button whether what it would do is done. */
function show() {
  for (const button of document.querySelectorAll("[data-attribute]")) {
    const { attribute, value } = button.dataset;
    button.setAttribute("aria-pressed", news.getAttribute(attribute) === (value ?? null));
  }
}

document.addEventListener("click", ({ target }) => {
  if (target.matches("[data-attribute]")) change(target);
  if (target.matches("[data-all]")) document.querySelectorAll("[data-attribute]:first-child").forEach(change);
  show();
});
show();
