/**
 * Text from a file as it may stand in a message: cut, and with C0 and C1 controls, bidirectional marks and line separators written out, for
 * they could steer a terminal or forge what a message seems to say.
 */
export function quoteForMessage(text: string, length = 80): string {
  const shown = text.length > length ? `${text.slice(0, length)}…` : text;
  return shown.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
