// Shows what comes onto the page, in each `<output data-shows="…">`: an event of the lists by its name, line by
// line, or the address, the title or the outline of the page as it is now.

const NOW = {
  address: () => decodeURIComponent(location.search) || "The address has no parameters.",
  title: () => document.title,
  outline: () => headings(document.body).map((heading) => `${"  ".repeat(heading.localName[1] - 1)}${heading.localName} ${heading.textContent}`).join("\n"),
};

/** The headings below a node in reading order, with those in shadow roots. */
function headings(node) {
  const within = [...(node.shadowRoot ?? node).children].flatMap(headings);
  return /^h[1-6]$/.test(node.localName) ? [node, ...within] : within;
}

for (const output of document.querySelectorAll("output[data-shows]")) {
  const { shows } = output.dataset;
  const now = NOW[shows];
  if (now) {
    const show = () => (output.textContent = now());
    for (const event of ["monthwise:ready", "monthwise:change", "popstate"]) addEventListener(event, show);
    // The title is changed after the event.
    new MutationObserver(show).observe(document.head, { subtree: true, childList: true, characterData: true });
    show();
  } else {
    addEventListener(`monthwise:${shows}`, ({ type, target, detail }) => {
      output.append(`${type} from #${target.id}: ${JSON.stringify(detail)}\n`);
    });
  }
}
