// What a screen reader meets, from the accessibility tree that Chromium hands to it.

// Nodes that are not ignored, in reading order, each with the roles it stands in.
export async function tree(protocol) {
  const { nodes } = await protocol.send("Accessibility.getFullAXTree");
  const known = new Map(nodes.map((node) => [node.nodeId, node]));
  const order = [];
  const visit = (node, around) => {
    const role = node.role?.value;
    if (!node.ignored) {
      const properties = Object.fromEntries((node.properties || []).map(({ name, value }) => [name, value.value]));
      order.push({ role, name: node.name?.value || "", id: node.backendDOMNodeId, around, properties });
    }
    for (const child of node.childIds || []) if (known.has(child)) visit(known.get(child), node.ignored ? around : [...around, role]);
  };
  visit(nodes[0], []);
  return order;
}

const STATES = ["level", "live", "pressed", "checked", "expanded", "disabled"];
const SILENT = new Set(["RootWebArea", "generic", "paragraph", "strong", "listitem", "LabelText", "InlineTextBox", "DescriptionList", "superscript"]);
const NAMED = new Set(["heading", "button", "link", "checkbox", "term", "LabelText"]);

// The lines that are said: "role: name (states)". Texts that a heading, a button or the like is named by are not said twice.
export const lines = (order) =>
  order
    .filter(({ role, around }) => !SILENT.has(role) && !(role === "StaticText" && around.some((one) => NAMED.has(one))))
    .map(({ role, name, properties }) => {
      const states = STATES.filter((state) => properties[state] !== undefined).map((state) => `${state} ${properties[state]}`);
      return `${role === "StaticText" ? "text" : role}${name && `: ${name}`}${states.length ? ` (${states.join(", ")})` : ""}`;
    });

export const focused = (order) => order.filter(({ role, properties }) => properties.focused && role !== "RootWebArea");
