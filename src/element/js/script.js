// The language and the script of it that an address asks for. `tag.js` has it in fewer bytes, `embed_page.rs` in Rust.
export function scriptOf(asked) {
  return /^en\b/i.test(asked) ? "en" : /^zh-(hant|tw|hk|mo)\b/i.test(asked) ? "zh-Hant" : "zh-Hans";
}
