import { z } from 'zod';
import { MunicipalityData } from '../../server/municipalities/municipality-data.ts';
import { IN_PROGRESS, RELATIONSHIPS, STANDINGS } from '../../server/register/register.ts';
import { civilDate } from '../../sim/civil-time.ts';
import { instantMs } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';
import { CardShares } from '../traffic/cards.ts';

/** Files of a data folder. */
export const TARGET_FILES = {
  about: 'target.json',
  residents: 'residents.ndjson',
  authority: 'authority.pem',
  authorityKey: 'authority-key.pem',
  fleetKey: 'fleet.key',
} as const;

const DayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const Domicile = z
  .object({
    municipality: z.string().describe('Code of the municipality that keeps the family register'),
    familyNo: z.int().describe('Number of the family register there'),
    place: z.string().describe('本籍'),
    headName: z.string().describe('筆頭者'),
  })
  .describe('本籍・筆頭者');

const TargetCard = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('my-number'),
      serial: z.string().describe('Serial number of the certificate, hexadecimal digits'),
      certificate: z
        .enum(['valid', 'expired', 'revoked'])
        .describe('expired and revoked have to be refused'),
    }),
    z.object({
      kind: z.enum(['basic-resident', 'citizen']),
      id: z.string().describe('cardId of the authentication'),
      pin: z.string().describe('What the municipality compares the typed PIN with'),
    }),
    z.object({ kind: z.literal('other') }),
  ])
  .describe('The card in use');

/** A line of `residents.ndjson`: all that a server must know of a resident. */
export const TargetResident = z.object({
  no: z.int().describe('Number within the municipality, from 0'),
  nonce: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe('Goes into the mark of every page for this resident'),
  card: TargetCard,
  householdNo: z.int().describe('Residents of the same household have the same; the head is first'),
  name: z.string().describe('氏名'),
  birthDate: DayText,
  sex: z.enum(['female', 'male']),
  relationship: z.enum(RELATIONSHIPS).describe('続柄, to the head of the household'),
  address: z.string().describe('住所, below the name of the municipality'),
  residentSince: DayText.describe('住民となった年月日'),
  domicile: Domicile,
  individualNumber: z.string().describe('個人番号, the check digit of which is wrong'),
  standing: z.enum(STANDINGS).describe('Only a resident is issued anything'),
  supportMeasures: z.boolean().describe('支援措置: nothing is issued'),
  inProgress: z.enum(IN_PROGRESS).describe('What is being entered blocks the record'),
  cardIssuedOn: DayText.describe('When the card was handed out: not usable on that day'),
  cardGeneration: z.int().describe('Counts the cards of this resident, from 1'),
  sealNumber: z.string().optional().describe('印鑑登録番号; without it no seal is registered'),
  sealRevoked: z.boolean().describe('Whether the seal has been given up (廃止)'),
  version: z.int().describe('Version of the entry, for the mark'),
});
export type TargetResident = z.infer<typeof TargetResident>;

/** `target.json`: what the data are of. A run against the server must be of the same. */
export const TargetAbout = z.object({
  kind: z.literal('kofu-target-data'),
  version: z.literal(1).describe('Version of this format'),
  contract: z.string().describe('Version of the published OpenAPI that kiosks speak'),
  scenario: z.string().describe('Name of the scenario'),
  seed: z.int().describe('Seed of the run: names and nonces follow from it'),
  day: DayText.describe('Civil day on which the run begins'),
  cards: CardShares,
  municipality: MunicipalityData,
  last: z
    .object({ no: z.int(), nonce: z.string(), name: z.string() })
    .describe('The last line of residents.ndjson, in short'),
});
export type TargetAbout = z.infer<typeof TargetAbout>;

/** What the data of a scenario and seed say they are of. */
export function aboutOf(
  { name, start, municipality, citizens }: Scenario,
  seed: number,
): Pick<TargetAbout, 'scenario' | 'seed' | 'day' | 'cards' | 'municipality'> {
  const day = civilDate(instantMs(start));
  return { scenario: name, seed, day, cards: citizens.cards, municipality };
}

/**
 * In what a run is of something else than the data its server was given: then every page would
 * seem to be somebody else's. Undefined if in nothing.
 */
export function whyOtherData(
  data: TargetAbout,
  scenario: Scenario,
  seed: number,
): string | undefined {
  const { scenario: _, ...asked } = aboutOf(scenario, seed);
  const given: Readonly<Record<string, unknown>> = { ...data };
  for (const [key, value] of Object.entries(asked)) {
    const difference = differenceIn(given[key], value, key);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** The first place in which two values differ. */
function differenceIn(given: unknown, asked: unknown, path: string): string | undefined {
  if (isRecord(given) && isRecord(asked)) {
    for (const key of new Set([...Object.keys(given), ...Object.keys(asked)])) {
      const difference = differenceIn(given[key], asked[key], `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  const [one, other] = [JSON.stringify(given), JSON.stringify(asked)];
  return one === other ? undefined : `${path} is ${one} there and ${other} here`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
