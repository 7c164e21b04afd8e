import type { IppAttribute } from './ipp-message.ts';
import { attribute, valuesOf } from './ipp-values.ts';

/** Short names of media for people, PWG 5101.1 names for the wire. */
export const MEDIA = {
  a3: 'iso_a3_297x420mm',
  a4: 'iso_a4_210x297mm',
  a5: 'iso_a5_148x210mm',
  b4: 'jis_b4_257x364mm',
  b5: 'jis_b5_182x257mm',
} as const;

/** Width and height in hundredths of a millimetre. */
export interface MediaSize {
  readonly x: number;
  readonly y: number;
}

/** The size that a self-describing name ends with (PWG 5101.1 §5); undefined if it does not. */
export function mediaSize(name: string): MediaSize | undefined {
  const [, x, y, unit] = /_(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(mm|in)$/.exec(name) ?? [];
  const scale = unit === 'in' ? 2540 : 100;
  if (x === undefined || y === undefined) return undefined;
  return { x: Math.round(Number(x) * scale), y: Math.round(Number(y) * scale) };
}

/** Which of these media a `media-col` asks for; undefined if it is none of them. */
export function mediaOf(
  members: readonly IppAttribute[],
  known: readonly string[],
): string | undefined {
  const [name] = valuesOf(members, 'media-size-name', 'keyword');
  if (name !== undefined) return known.find((each) => each === name);
  const [size] = valuesOf(members, 'media-size', 'collection');
  const [x] = valuesOf(size, 'x-dimension', 'integer');
  const [y] = valuesOf(size, 'y-dimension', 'integer');
  return known.find((each) => {
    const { x: width, y: height } = mediaSize(each) ?? { x: -1, y: -1 };
    return width === x && height === y;
  });
}

/** White margins on each side, in hundredths of a millimetre. */
export const MARGIN = 423;

/** `media-size` of a medium. */
export function mediaSizeCollection(name: string): readonly IppAttribute[] {
  const { x, y } = mediaSize(name) ?? { x: 0, y: 0 };
  return [attribute('x-dimension', 'integer', x), attribute('y-dimension', 'integer', y)];
}

/** `media-col` of a medium in the tray with this number, 1 is the first. */
export function mediaCollection(name: string, tray: number): readonly IppAttribute[] {
  return [
    attribute('media-size', 'collection', mediaSizeCollection(name)),
    attribute('media-size-name', 'keyword', name),
    ...['top', 'bottom', 'left', 'right'].map((side) =>
      attribute(`media-${side}-margin`, 'integer', MARGIN),
    ),
    attribute('media-source', 'keyword', `tray-${tray}`),
    attribute('media-type', 'keyword', 'stationery'),
  ];
}
