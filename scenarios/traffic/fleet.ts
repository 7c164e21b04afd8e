import { z } from 'zod';
import type { PrinterSpeed } from '../../devices/printer/printer-model.ts';
import { Duration, durationMs, Estimate } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';
import { distributionOf } from './estimate.ts';
import { templateOf } from './kiosk-ids.ts';

/** Kiosks that are alike: how many of them, and what they are. */
export const FleetTemplate = z.strictObject({
  template: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'write a name such as chain-a')
    .describe('Name; the kiosks are called by it and a number, e.g. chain-a-001'),
  count: z.int().min(1).max(100_000).describe('How many kiosks'),
  outside: z.boolean().default(false).describe('Whether they stand outside of the city'),
  chain: z.string().optional().describe('Chain of stores'),
  model: z.string().optional().describe('Model of the kiosk'),
  software: z.string().optional().describe('Version of its software'),
  printer: z
    .strictObject({
      firstPage: Estimate.optional().describe('Until the first sheet lies in the tray'),
      nextPage: Duration.optional().describe('For each further sheet'),
    })
    .default({})
    .describe('How fast it prints; what is not said is as with all kiosks'),
});
export type FleetTemplate = z.infer<typeof FleetTemplate>;

/** The stores with a kiosk, counted, or made from templates. */
export const Stores = z
  .strictObject({
    inside: z.int().min(0).default(0).describe('Kiosks in the city'),
    outside: z.int().min(0).default(0).describe('Kiosks elsewhere that its citizens use'),
    prefix: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,15}-$/, 'write a beginning such as 27203-')
      .optional()
      .describe('What the names of all kiosks begin with, e.g. 27203-; nothing without'),
    skew: z
      .number()
      .min(0)
      .max(2)
      .default(0)
      .describe('Exponent of the Zipf law of how citizens spread over kiosks; 0 is evenly'),
    fleet: z
      .array(FleetTemplate)
      .default([])
      .describe('Kiosks from templates, beside those that are only counted'),
  })
  .superRefine(({ inside, fleet }, context) => {
    const complain = (path: readonly (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message, input: undefined });
    const names = ['in', 'out', ...fleet.map(({ template }) => template)];
    fleet.forEach(({ template }, index) => {
      if (names.indexOf(template) === index + 2) return;
      complain(['fleet', index, 'template'], `other kiosks are called ${template}: name it anew`);
    });
    if (inside === 0 && fleet.every(({ outside }) => outside)) {
      complain(['inside'], 'say how many kiosks the city has: 1 or more, or a fleet');
    }
  })
  // What an editor can know of it.
  .meta({
    anyOf: [
      { required: ['inside'], properties: { inside: {} } },
      { required: ['fleet'], properties: { fleet: {} } },
    ],
  })
  .describe('One kiosk a store');

/** How fast kiosks print, by their names: made once for each template, and shared. */
export function printerSpeeds({
  printer,
  stores: { fleet, prefix = '' },
}: Pick<Scenario, 'printer' | 'stores'>): (kioskId: string) => PrinterSpeed {
  const speed = ({ firstPage = printer.firstPage, nextPage = printer.nextPage } = {}) => ({
    firstPageMs: distributionOf(firstPage),
    nextPageMs: durationMs(nextPage),
  });
  const usual = speed();
  const byTemplate = new Map(fleet.map((each) => [each.template, speed(each.printer)] as const));
  if (byTemplate.size === 0) return () => usual;
  return (kioskId) => byTemplate.get(templateOf(kioskId.slice(prefix.length))) ?? usual;
}
