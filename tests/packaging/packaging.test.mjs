// Everything about the npm package, in one process: it is packed, installed and built once.
import "./setting.mjs";
import "./headless.mjs";
import "./elements.mjs";
import "./projects.mjs";
import "./snippets.mjs";
