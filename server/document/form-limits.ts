import type { Layout } from '../municipalities/municipality.ts';

/** Whether a name and an address fit the forms of a municipality. */
export function fitsForms(layout: Layout, name: string, address: string): boolean {
  return fits(name, layout.nameLimit) && fits(address, layout.addressLimit);
}

/** Characters outside the basic plane (𠮷) count once; texts are seldom long enough to look. */
function fits(text: string, limit: number): boolean {
  return text.length <= limit || [...text].length <= limit;
}
