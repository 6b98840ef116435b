// The language and the script of it that a tag or an address asks for; `locale` of the gateway's pages reads it the same way.
export function scriptOf(asked) {
  return /^en\b/i.test(asked) ? "en" : /^zh-(hant|tw|hk|mo)\b/i.test(asked) ? "zh-Hant" : "zh-Hans";
}
