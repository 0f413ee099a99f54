// Takes the script and the feed from the same server by its other name, which is another origin.

const elsewhere = new URL(location.origin);
elsewhere.hostname = location.hostname === "localhost" ? "127.0.0.1" : "localhost";

const news = document.createElement("monthwise-news");
news.setAttribute("src", new URL("monthwise/news.json", elsewhere).href);
document.getElementById("place").append(news);
// A page that knows the other origin says <script type="module" src="…">.
await import(new URL("monthwise/monthwise.js", elsewhere).href);
