/** A logo is a small picture: it is on every page. */
export const logoBytesMax = 256 * 1024;

const isAt = (bytes: Uint8Array, at: number, text: string) =>
  [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** The media type of a picture by its content, whatever its name says; null for anything but PNG, JPEG and WebP. */
export function pictureType(bytes: Uint8Array): "image/png" | "image/jpeg" | "image/webp" | null {
  if (isAt(bytes, 0, "\x89PNG\r\n\x1a\n") && isAt(bytes, 12, "IHDR")) return "image/png";
  if (isAt(bytes, 0, "\xff\xd8\xff") && bytes.length > 100) return "image/jpeg";
  if (isAt(bytes, 0, "RIFF") && isAt(bytes, 8, "WEBPVP8")) return "image/webp";
  return null;
}
