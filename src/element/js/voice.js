// A voice from the device only: others would send the text to somebody's server.
const voice = (tag) =>
  speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.slice(0, 2) === tag.slice(0, 2));

export const canRead = () => "speechSynthesis" in window && ["zh", "en"].some((tag) => voice(tag));

export function read(text, tag) {
  if (!canRead()) return;
  speechSynthesis.cancel();
  if (!text) return;
  const said = new SpeechSynthesisUtterance(text);
  said.lang = tag === "en" ? "en" : "zh-CN";
  said.voice = voice(said.lang);
  said.rate = 0.9;
  speechSynthesis.speak(said);
}
