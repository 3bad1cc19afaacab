// Makes elements. Text always goes in as text: nothing from an article is ever read as HTML.
// @ts-check

/**
 * @typedef {string | number | Node | null | undefined | false} Child
 */

/**
 * An element with attributes and children; strings become text nodes.
 * @param {string} tag with classes: "p.dl-quote"
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes] on… are listeners
 * @param {...Child} children
 * @returns {HTMLElement}
 */
function make(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children) if (child || child === 0) element.append(typeof child === "object" ? child : String(child));
  return element;
}

/**
 * Text from an article, with its own direction, so that it cannot turn its surroundings around.
 * @param {string} text
 */
function said(text) {
  return make("bdi", {}, text);
}

/**
 * A link to the web, opened without telling where from; text alone where the address is none.
 * @param {string} url
 * @param {string} text
 */
function webLink(url, text) {
  if (!/^https?:\/\/[^\s"'<>\\^`{|}]+$/i.test(url)) return said(text);
  return make("a", { href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, said(text));
}

/**
 * Text with stretches marked.
 * @param {string} text
 * @param {[number, number, string][]} marks start, end, class
 * @returns {Node[]}
 */
function marked(text, marks) {
  const nodes = [];
  let at = 0;
  for (const [start, end, name] of marks) {
    if (start < at || end > text.length) continue;
    if (start > at) nodes.push(document.createTextNode(text.slice(at, start)));
    nodes.push(make(`mark.dl-${name}`, {}, text.slice(start, end)));
    at = end;
  }
  if (at < text.length) nodes.push(document.createTextNode(text.slice(at)));
  return nodes;
}

/** A count with its thousands apart. The browser's own way loads tables of languages first. @param {number} count */
function grouped(count) {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** @param {number} count @param {string} one @param {string} [many] */
function plural(count, one, many) {
  return `${grouped(count)} ${count === 1 ? one : many || `${one}s`}`;
}

/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement} */
function find(selector, root = document) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return /** @type {HTMLElement} */ (element);
}
