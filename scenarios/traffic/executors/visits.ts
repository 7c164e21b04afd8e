import { z } from 'zod';
import { CertificateType } from '../../../server/contract.ts';
import { ageOf } from '../../../server/population/population-synthetic.ts';
import { Duration, durationMs } from '../../../sim/units.ts';
import type { Scenario } from '../../scenario.ts';
import { kioskIds } from '../kiosk-ids.ts';
import { type ListedVisit, offerListed } from '../listed-visits.ts';
import type { Executor, WorkloadComplaint } from './executor.ts';
import { workloadFields } from './workload-fields.ts';

const Visits = z
  .strictObject({
    executor: z.literal('visits'),
    ...workloadFields,
    citizens: z
      .array(
        z.strictObject({
          at: Duration.describe('When the citizen is due, since the workload began'),
          kiosk: z.string().describe('Name of the kiosk, e.g. in-001'),
          resident: z.int().min(0).describe('Number of the resident in the register'),
          age: z
            .int()
            .min(0)
            .max(129)
            .optional()
            .describe('Age in years that sets the pace; without it, that of the resident'),
          type: CertificateType,
          as: z
            .string()
            .optional()
            .describe(
              'Whose choices and think times: `day/17` are those that citizen 17, from 0, of a ' +
                'workload `day` had; without it, the citizen’s own',
            ),
          journey: z
            .int()
            .min(0)
            .optional()
            .describe(
              'Number of the journey, after which its request is named; without it, the next free ' +
                'one. How long the drawing of a document takes in virtual time follows from it',
            ),
          requestAt: Duration.optional().describe(
            'When the citizen confirms, and the kiosk asks for the certificate, since the workload ' +
              'began; without it, when the citizen has thought long enough',
          ),
        }),
      )
      .min(1)
      .describe('Who comes, each on a line'),
  })
  .describe('Open: citizens one by one, as a run that was shrunk has them');

export type VisitsWorkload = z.infer<typeof Visits>;

export const visits: Executor<typeof Visits> = {
  schema: Visits,
  kind: 'listed',
  lastsMs: ({ citizens }) => Math.max(...citizens.map(({ at }) => durationMs(at))),
  *offer(workload, ports) {
    yield* offerListed(visitsOf(ports.name, workload, ports.scenario), ports);
  },
  complaints: whyNoVisits,
};

/** The citizens of a workload of visits, in the order in which they are due. */
export function visitsOf(
  name: string,
  { citizens }: VisitsWorkload,
  scenario: Scenario,
): readonly ListedVisit[] {
  const places = new Map(kioskIds(scenario).map((id, place) => [id, place] as const));
  const visits = citizens.map(
    ({ at, kiosk, resident, age, type, as, journey, requestAt }, index) => ({
      atMs: durationMs(at),
      residentNo: resident,
      age: age ?? ageOf(resident),
      type,
      kiosk: places.get(kiosk) as number,
      as: as ?? `${name}/${index}`,
      ...(journey === undefined ? {} : { journey }),
      ...(requestAt === undefined ? {} : { requestAtMs: durationMs(requestAt) }),
    }),
  );
  return visits.sort((one, other) => one.atMs - other.atMs);
}

/** Numbers that citizens have been given, which nobody else may have. */
export function numbersGiven({ workloads }: Pick<Scenario, 'workloads'>): readonly number[] {
  return Object.values(workloads).flatMap((workload) =>
    workload.executor === 'visits' ? workload.citizens.flatMap(({ journey }) => journey ?? []) : [],
  );
}

function whyNoVisits(
  { citizens, startTime }: VisitsWorkload,
  scenario: Scenario,
): readonly WorkloadComplaint[] {
  const { duration, municipality } = scenario;
  const kiosks = new Set(kioskIds(scenario));
  const numbers = numbersGiven(scenario);
  const twice = new Set(numbers.filter((number, index) => numbers.indexOf(number) < index));
  const lastsMs = durationMs(duration) - durationMs(startTime);
  return citizens.flatMap(({ at, kiosk, resident, journey, requestAt }, index) => {
    const complaints: WorkloadComplaint[] = [];
    const complain = (key: string, message: string) =>
      complaints.push({ path: ['citizens', index, key], message });
    if (durationMs(at) >= lastsMs) {
      complain('at', 'nobody comes any more then: it must lie within the duration');
    }
    if (requestAt !== undefined && durationMs(requestAt) < durationMs(at)) {
      complain('requestAt', 'the citizen is not there yet: it must not lie before `at`');
    }
    if (journey !== undefined && twice.has(journey)) {
      complain('journey', 'two have this number: give each one of its own');
    }
    if (!kiosks.has(kiosk)) {
      complain(
        'kiosk',
        `there is no such kiosk: name one of ${[...kiosks][0]} … ${[...kiosks].at(-1)}`,
      );
    }
    if (resident >= municipality.population) {
      complain('resident', `there are ${municipality.population} residents, counted from 0`);
    }
    return complaints;
  });
}
