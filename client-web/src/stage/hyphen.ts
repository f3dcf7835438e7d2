/* hyphen.ts - places where a long Scandinavian compound may break, as soft hyphens.
 *
 * What: for narrow columns on the stage: browsers often have no Swedish dictionary, and a word of 25 letters in a
 *       column for 18 must break somewhere readable: between consonants, or before the last one, as Swedish does.
 * Not:  no dictionary; short words stay whole. What is copied or read aloud is the same word. */
const LONG = 13;
const VOWELS = "aeiouyåäöæøéü";
const KEEP = new Set(["ch", "ck", "ng", "tj", "kj", "gn", "bl", "br", "dr", "fl", "fr", "gl", "gr", "kl", "kr", "pl", "pr", "tr"]);

const vowel = (c: string | undefined): boolean => c !== undefined && VOWELS.includes(c.toLowerCase());

function softened(word: string): string {
  let out = "";
  let from = 0;
  for (let i = 3; i <= word.length - 4; i++) {
    if (i - from < 3 || !vowel(word[i]) || vowel(word[i - 1])) continue;
    // word[i] is the vowel that opens a syllable; the break stands before the consonants that belong to it
    let at = i - 1;
    if (at - 1 > from && !vowel(word[at - 1]) && KEEP.has((word[at - 1]! + word[at]!).toLowerCase()) && !vowel(word[at - 2]) ) at--;
    if (at - from < 3 || !/[\p{L}]/u.test(word[at]!) || !/[\p{L}]/u.test(word[at - 1]!)) continue;
    if (![...word.slice(from, at)].some(vowel)) continue;
    out += word.slice(from, at) + "\u00ad";
    from = at;
  }
  return out + word.slice(from);
}
export const soft = (text: string): string =>
  text.replace(/\p{L}+/gu, (word) => (word.length >= LONG ? softened(word) : word));
