/** Text that a terminal shows and does not obey: line breaks and tabs become spaces, other control characters the pictures that Unicode has for them. As long as the text. */
export function printable(text: string): string {
  return text.replace(/[\t\r\n\u2028\u2029]/g, " ").replace(obeyed, pictureOf);
}

/** Control characters, and the marks that turn the direction of what follows them (unicode.org/reports/tr9). */
const obeyed = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** U+2400 and following are pictures of the characters from U+0000 on; what has none is U+FFFD. */
function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "\u2421" : "\uFFFD";
}
