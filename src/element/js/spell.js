// How a text is read: a function from a text to its characters, each with its syllable or without one. At each place the longest
// word of the table counts, as in the compiler that made it (syllables.rs).
export function speller(table) {
  const known = (word) => Object.prototype.hasOwnProperty.call(table, word);
  const longest = Object.keys(table).reduce((most, word) => Math.max(most, word.length), 1);
  return (text) => {
    const parts = [];
    let at = 0;
    while (at < text.length) {
      let length = Math.min(longest, text.length - at);
      while (length > 1 && !known(text.slice(at, at + length))) length -= 1;
      const word = text.slice(at, at + length);
      const says = known(word) ? table[word].split(" ") : [];
      for (let nth = 0; nth < length; nth += 1) parts.push([word[nth], says[nth]]);
      at += length;
    }
    return parts;
  };
}
