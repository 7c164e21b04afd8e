import { civilTime, clockTime } from '../../sim/civil-time.ts';
import type { Oracle } from '../oracle.ts';
import { timeOfDayMs } from '../units.ts';

/**
 * Nothing is issued on a request made outside of the opening hours or on a closed day
 * (12-29 … 01-03; S4, S5). Said again here, and not asked of the server, which is what is judged.
 */
export const openingHours: Oracle = {
  name: 'opening-hours',
  asserts: 'Nothing is issued that was asked for outside of the opening hours',
  assertsJa: '利用時間外および年末年始の申請に対しては交付されない',
  begin({ municipality }, originMs, report) {
    const opensMs = timeOfDayMs(municipality.hours.opens);
    const closesMs = timeOfDayMs(municipality.hours.closes);
    const askedAt = new Map<number, number>();
    let judged = 0;
    return {
      judged: () => judged,
      watch: {
        requested: ({ t, journey }) => {
          askedAt.set(journey, t);
        },
        document: ({ t, journey, kiosk, number }) => {
          judged += 1;
          const asked = civilTime(originMs + (askedAt.get(journey) ?? t));
          const open = asked.msOfDay >= opensMs && asked.msOfDay < closesMs;
          const newYear =
            (asked.month === 12 && asked.day >= 29) || (asked.month === 1 && asked.day <= 3);
          if (open && !newYear) return;
          const date = `${asked.month}/${asked.day} ${clockTime(asked.msOfDay)}`;
          report({ t, journey, kiosk, message: `document ${number} was asked for at ${date}` });
        },
        ended: ({ journey }) => {
          askedAt.delete(journey);
        },
      },
    };
  },
};
