/**
 * The PIN of a resident: any of the 10,000, always the same, whatever kind of card they hold. It
 * does not depend on the seed, so that a person at a real kiosk can be told it once. Shared by the
 * card office that puts it on a My Number card and by the registry of the cards whose PIN the
 * municipality keeps.
 */
export function cardPin(municipality: string, residentNo: number): string {
  let mixed = Math.imul(Number(municipality) ^ 0x5bd1e995, 0x9e3779b1) ^ residentNo;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  const number = ((mixed ^ (mixed >>> 16)) >>> 0) % 10_000;
  return String(10_000 + number).slice(1);
}
