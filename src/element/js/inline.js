// What the loader imports for `mount="inline"`.
export { mount } from "./module.js";
