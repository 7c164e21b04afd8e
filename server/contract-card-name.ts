/**
 * A number that tells a card from every other without saying whose it is, as logs need one: 53
 * bits mixed from what the card is known by, the serial of its certificate or its id (cyrb53). Two
 * of a million cards share one with a probability of 1 in 18,000.
 */
export function cardName(knownBy: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < knownBy.length; index++) {
    const code = knownBy.charCodeAt(index);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  return 2 ** 32 * (mixed(low, high) & 0x1fffff) + (mixed(high, low) >>> 0);
}

function mixed(one: number, other: number): number {
  const first = Math.imul(one ^ (one >>> 16), 2_246_822_507);
  return first ^ Math.imul(other ^ (other >>> 13), 3_266_489_909);
}
