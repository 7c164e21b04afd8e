/** What can be the matter with a printer, as the one who sees to it says it. */
export const CONDITIONS = {
  jam: condition('media-jam', 'error', 'drawing', 'Paper is jammed.'),
  empty: condition('media-empty', 'error', 'before', 'The tray is empty.'),
  low: condition('media-low', 'warning', 'never', 'The tray is nearly empty.'),
  'cover-open': condition('cover-open', 'error', 'drawing', 'The cover is open.'),
  'toner-low': condition('toner-low', 'warning', 'never', 'The toner is nearly used up.'),
  'toner-empty': condition('toner-empty', 'error', 'before', 'The toner is used up.'),
  'output-nearly-full': condition(
    'output-area-almost-full',
    'warning',
    'never',
    'The output tray is nearly full.',
  ),
  'output-full': condition('output-area-full', 'error', 'before', 'The output tray is full.'),
  paused: condition('paused', undefined, 'before', 'The printer is paused.'),
} as const;

export type ConditionName = keyof typeof CONDITIONS;

export const CONDITION_NAMES = Object.keys(CONDITIONS) as readonly ConditionName[];

interface Condition {
  /** Of `printer-state-reasons` (RFC 8011 §5.4.12), with its severity behind. */
  readonly reason: string;
  /** Whether it keeps the next sheet from being drawn in, spoils the one under way, or neither. */
  readonly stops: 'before' | 'drawing' | 'never';
  readonly text: string;
}

function condition(
  keyword: string,
  severity: 'error' | 'warning' | undefined,
  stops: Condition['stops'],
  text: string,
): Condition {
  return { reason: severity === undefined ? keyword : `${keyword}-${severity}`, stops, text };
}

/** A condition that comes about by itself: at once, or while a later sheet is drawn in. */
export interface PrinterFault {
  readonly condition: ConditionName;
  /** The nth sheet from now on (1 is the next); undefined is at once. */
  readonly atSheet?: number;
}

/** Reads `jam` or `jam@3`; undefined if it is neither. */
export function parsePrinterFault(text: string): PrinterFault | undefined {
  const [, name = '', sheet] = /^([a-z-]+)(?:@([1-9]\d{0,5}))?$/.exec(text) ?? [];
  if (!Object.hasOwn(CONDITIONS, name)) return undefined;
  const condition = name as ConditionName;
  return sheet === undefined ? { condition } : { condition, atSheet: Number(sheet) };
}
