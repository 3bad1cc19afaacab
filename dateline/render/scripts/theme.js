// The colours of the canvases, read from the page's style so that light, dark and print have one source.
// @ts-check

/** @typedef {ReturnType<typeof readTheme>} Theme */

/**
 * @param {Header} meta
 * @param {Element} root
 */
function readTheme(meta, root) {
  const style = getComputedStyle(root);
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(name).trim();
  const dark = colour("--ground") === "dark";
  return {
    dark,
    categories: meta.categories.map(([, , light, night]) => (dark ? night : light)),
    paper: colour("--paper"), ink: colour("--ink"), quiet: colour("--quiet"), line: colour("--line"),
    accent: colour("--accent"), land: colour("--land"), sea: colour("--sea"), coast: colour("--coast"),
    border: colour("--border"), lake: colour("--lake"), label: colour("--map-label"), wash: colour("--wash"),
    sans: colour("--sans") || "sans-serif",
  };
}
