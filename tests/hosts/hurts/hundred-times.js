// Adds, moves and removes the list a hundred times: half of them when it is there, half before it is.

const ROUNDS = 100;
const [left, right, told] = ["left", "right", "told"].map((id) => document.getElementById(id));
const news = document.getElementById("news");
const listed = () => new Promise((resolve) => news.addEventListener("monthwise:ready", resolve, { once: true }));
const soon = () => new Promise((resolve) => setTimeout(resolve));

document.getElementById("hundred").addEventListener("click", async () => {
  for (let round = 1; round <= ROUNDS; round++) {
    news.remove();
    // What moves is taken out and put in at once; only what stays out for a moment is gone.
    await soon();
    const there = listed();
    left.append(news);
    right.append(news);
    if (round % 2 === 0 || round === ROUNDS) await there;
    told.textContent = `${round} times`;
  }
  left.append(news);
  told.textContent += ", and it is here again.";
});
