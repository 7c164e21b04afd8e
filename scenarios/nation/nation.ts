import { z } from 'zod';
import { parameter } from '../demand/demand-parameter.ts';
import type { Scenario } from '../scenario.ts';

const count = z.int().min(1).max(10_000);
const spread = z.number().min(0).max(2);

/** A country of many municipalities, whose sizes are made from published totals. */
export const Nation = z
  .strictObject({
    municipalities: parameter(count).describe('How many municipalities there are'),
    participating: parameter(count).describe(
      'How many of them take part: metropolises and cities before towns',
    ),
    population: parameter(z.int().min(1).max(2_000_000_000)).describe('Residents of all of them'),
    largest: parameter(z.int().min(1).max(20_000_000)).describe('Residents of the largest one'),
    kinds: parameter(
      z.strictObject({
        metropolis: z.int().min(0).describe('How many of the largest are metropolises'),
        city: z.int().min(0).describe('How many of the next ones are cities; all others are towns'),
      }),
    ).describe('Kinds of municipality: 1.40, 1.20 and 1.10 certificates a person and year (S1)'),
    useSpread: parameter(spread).describe(
      'How unlike municipalities of a size are in what their people want: standard deviation of ' +
        'the logarithm',
    ),
    storeSpread: parameter(spread).describe(
      'How unlike they are in stores for each resident: standard deviation of the logarithm',
    ),
    sample: count
      .optional()
      .describe(
        'Only so many of those that take part, taken evenly by size, each with the people and ' +
          'stores it has in the whole; all without',
      ),
  })
  .describe(
    'Many municipalities in place of one. `municipality` says what they have in common, its code, ' +
      'name and population aside; `stores` and the demands of the workloads are those of all',
  );
export type Nation = z.infer<typeof Nation>;

/** A nation where one municipality is wanted: exit 104. */
export class NationRefused extends Error {
  override readonly name = 'NationRefused';
}

/** A scenario of one municipality; throws NationRefused where it is of many. */
export function oneTown(scenario: Scenario): Scenario {
  if (scenario.nation === undefined) return scenario;
  throw new NationRefused(
    `${scenario.name} is a nation of many municipalities: name the scenario of one`,
  );
}

/** What every municipality of a nation is at least, to judge what is said of all of them. */
export function someTownOf(scenario: Scenario): Scenario {
  const { nation, stores } = scenario;
  if (nation === undefined) return scenario;
  return { ...scenario, stores: { ...stores, inside: 1, outside: LEAST_STORES - 1 } };
}

interface Complaint {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Asked = Pick<
  Scenario,
  'workloads' | 'stores' | 'faults' | 'office' | 'expect' | 'hardware' | 'case'
> & { readonly nation?: Nation | undefined };

/** Why a scenario could not be that of a nation: where, and the remedy. */
export function whyNoNation(scenario: Asked): readonly Complaint[] {
  const { nation } = scenario;
  if (nation === undefined) return [];
  return [...whyNoSizes(nation), ...whyNoStores(scenario, nation), ...ofOneTown(scenario)];
}

function whyNoSizes({
  municipalities,
  participating,
  population,
  largest,
  kinds,
}: Nation): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const complain = (key: string, message: string) =>
    complaints.push({ path: ['nation', key, 'value'], message });
  const many = municipalities.value;
  if (participating.value > many) complain('participating', `there are only ${many}: give fewer`);
  if (kinds.value.metropolis + kinds.value.city > many) {
    complain('kinds', `there are only ${many} municipalities: give fewer metropolises and cities`);
  }
  if (population.value < many)
    complain('population', 'give each municipality one resident at least');
  const [least, most] = [Math.ceil(population.value / many), population.value - (many - 1)];
  if (largest.value < least || largest.value > Math.max(least, most)) {
    complain('largest', `with this population it has from ${least} to ${most} residents`);
  }
  return complaints;
}

function whyNoStores({ stores }: Asked, nation: Nation): readonly Complaint[] {
  const path = ['stores', 'inside'];
  const least = nation.participating.value * LEAST_STORES;
  if (stores.fleet.length > 0 || stores.outside > 0) {
    const message = 'write `inside` alone, for all stores: a nation shares them out by itself';
    return [{ path: ['stores'], message }];
  }
  if (stores.inside >= least) return [];
  return [{ path, message: `each municipality needs ${LEAST_STORES} at least: give ${least}` }];
}

/** Each has one store of its own and one in each of two places outside. */
export const LEAST_STORES = 3;

/** What is said of one municipality, and would be said of each of hundreds. */
function ofOneTown(scenario: Asked): readonly Complaint[] {
  const given = [
    ...(['faults', 'office'] as const).filter((key) => scenario[key].length > 0),
    ...(['expect', 'hardware', 'case'] as const).filter((key) => scenario[key] !== undefined),
  ];
  const complaints: Complaint[] = given.map((key) => ({
    path: [key],
    message: 'this is about one municipality: leave it out, or `nation`',
  }));
  for (const [name, workload] of Object.entries(scenario.workloads)) {
    if (workload.executor === 'calendar' && workload.demand !== undefined) {
      const places = Object.values(workload.demand.places.value).filter((share) => share > 0);
      if (places.length <= LEAST_STORES) continue;
      const message = `name ${LEAST_STORES} places at most, as each needs a store of each town`;
      complaints.push({ path: ['workloads', name, 'demand', 'places', 'value'], message });
      continue;
    }
    const message = 'citizens of a nation come by a demand: write `calendar`, with a `demand`';
    complaints.push({ path: ['workloads', name, 'executor'], message });
  }
  return complaints;
}
