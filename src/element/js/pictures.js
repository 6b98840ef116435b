// Pictures on the help card, for whoever reads with difficulty. Loaded behind the first screen, the same for every student.

// Shapes cut out of the text's colour. A picture that is fetched would be a request when the card comes.
const SHAPES = {
  together: [46, 40, "M9 7a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM8 14h12l9 8h9v9h-2v9h-6v-9h-2v-4l-8-6v7h-3v12h-6V28H8zM30 16a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"],
  call: [30, 30, "M7 2l5 7-3 4c2 4 4 6 8 8l4-3 7 5-4 5C14 29 1 16 2 6z"],
  house: [32, 30, "M16 1L31 13H27V29H20V19H12V29H5V13H1z"],
  two: [38, 32, "M5 7a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM23 7a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM2 30V21a8 7 0 0 1 16 0v1h2v-1a8 7 0 0 1 16 0v9h-9v-4H11v4z"],
  one: [38, 32, "M14 7a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM11 30V21a8 7 0 0 1 16 0v9z"],
  voice: [28, 24, "M1 8h6l8-7v22l-8-7H1zM18 7a6 6 0 0 1 0 10zM20 3a11 11 0 0 1 0 18v-3a8 8 0 0 0 0-12z"],
};
const PLACES = [
  [".big", "together"],
  [".actions ~ h2", "call"],
  [".now", "house"],
  [".options:not(.small) .option:first-child", "two"],
  [".options:not(.small) .option:last-child", "one"],
  [".large", "together"],
  [".aloud button", "voice"],
];

// Browsers that cannot cut shapes, or add a sheet, show the words alone.
export function dress(root) {
  if (!root.adoptedStyleSheets || !CSS.supports("clip-path", 'path("M0 0")')) return;
  const rules = PLACES.map(([place, name]) => {
    const [width, height, path] = SHAPES[name];
    return `.help ${place}::before{content:"";display:inline-block;flex:none;vertical-align:middle;margin-inline-end:.6rem;width:${width}px;height:${height}px;background:currentColor;forced-color-adjust:none;clip-path:path("${path}")}`;
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.join(""));
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
