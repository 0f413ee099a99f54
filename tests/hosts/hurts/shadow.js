// The host's own element: a card with a shadow root, and the list in it.

const style = new CSSStyleSheet();
style.replaceSync(":host { display: block; padding: 1.5rem; border: 2px solid #24425c; border-radius: 1rem } li { display: flex }");

class LakesideCard extends HTMLElement {
  connectedCallback() {
    const news = document.createElement("monthwise-news");
    news.setAttribute("src", "../../monthwise/news.json");
    news.setAttribute("exportparts", "item-title");
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [style];
    shadow.append(news);
  }
}

customElements.define("lakeside-card", LakesideCard);
