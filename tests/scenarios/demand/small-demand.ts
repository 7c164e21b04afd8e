import type { z } from 'zod';
import { midnightMs } from '../../../scenarios/demand/civil-day.ts';
import { Demand } from '../../../scenarios/demand/demand.ts';
import { dayNumber } from '../../../sim/civil-time.ts';
import { instantMs } from '../../../sim/units.ts';

/** A demand as a file says it, before defaults are filled in. */
export type DemandData = z.input<typeof Demand>;

const origin = 'I: made up';

/** 36,500 certificates in the year 2014, alike on all open days but for its hours. */
export function demandData(changes: Partial<DemandData> = {}): DemandData {
  return {
    demand: 1,
    name: 'small-town',
    volume: { by: 'count', from: '2014-01-01', to: '2014-12-31', certificates: given(36_500) },
    hours: {
      weekday: [
        { when: given({ from: '06:30', to: '08:30' }), share: given(0.1) },
        {
          when: given({ from: '08:30', to: '17:15' }),
          share: given(0.6),
          curve: given({ 8: 4, 9: 13, 10: 16, 12: 8, 16: 7, 17: 3 }),
        },
        { when: given({ from: '17:15', to: '23:00' }), share: given(0.3) },
      ],
    },
    certificates: given({ 'resident-record': 0.7, 'seal-registration': 0.3 }),
    ages: given([{ from: 20, to: 79, share: 1 }]),
    ...changes,
  };
}

export function smallDemand(changes: Partial<DemandData> = {}): Demand {
  return Demand.parse(demandData(changes));
}

/** A value with an origin. */
export function given<T>(value: T): { readonly value: T; readonly origin: string } {
  return { value, origin };
}

/** A civil instant, `2014-03-31 10:00`, in ms. */
export function at(text: string): number {
  return instantMs(`${text.replace(' ', 'T')}:00+09:00`);
}

/** The number of a day, `2014-03-31`. */
export function dayAt(text: string): number {
  return dayNumber(at(`${text} 12:00`));
}

/** The civil instants between which a day lies. */
export function wholeDay(text: string): readonly [number, number] {
  return [midnightMs(dayAt(text)), midnightMs(dayAt(text) + 1)];
}
