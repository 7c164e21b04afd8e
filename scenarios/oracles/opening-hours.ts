import type { CertificateType } from '../../server/contract.ts';
import { isWeekday } from '../../server/municipalities/holidays.ts';
import type { MunicipalityData } from '../../server/municipalities/municipality-data.ts';
import { civilTime, clockTime } from '../../sim/civil-time.ts';
import { instantMs, timeOfDayMs } from '../../sim/units.ts';
import type { Oracle } from '../judging/oracle.ts';

/**
 * Nothing is issued on a request made outside of the hours of its certificate, on a closed day or
 * during maintenance. Said again here, and not asked of the server, which is what is judged.
 */
export const openingHours: Oracle = {
  name: 'opening-hours',
  asserts: 'Nothing is issued that was asked for outside of the opening hours',
  assertsJa: '利用時間外および休止日の申請に対しては交付されない',
  begin({ municipality }, originMs, report) {
    const wanted = new Map<number, CertificateType>();
    const askedAt = new Map<number, number>();
    let judged = 0;
    return {
      judged: () => judged,
      watch: {
        arrived: ({ journey, type }) => {
          wanted.set(journey, type);
        },
        requested: ({ t, journey }) => {
          askedAt.set(journey, t);
        },
        document: ({ t, journey, kiosk, number }) => {
          judged += 1;
          const askedMs = originMs + (askedAt.get(journey) ?? t);
          if (isOpen(municipality, wanted.get(journey), askedMs)) return;
          const { month, day, msOfDay } = civilTime(askedMs);
          const date = `${month}/${day} ${clockTime(msOfDay)}`;
          report({ t, journey, kiosk, message: `document ${number} was asked for at ${date}` });
        },
        ended: ({ journey }) => {
          wanted.delete(journey);
          askedAt.delete(journey);
        },
      },
    };
  },
};

function isOpen(
  { hours, hoursOf, closedDays, maintenance }: MunicipalityData,
  type: CertificateType | undefined,
  atMs: number,
): boolean {
  const { opens, closes, weekdaysOnly } = (type && hoursOf[type]) ?? hours;
  const { month, day, msOfDay } = civilTime(atMs);
  if (msOfDay < timeOfDayMs(opens) || msOfDay >= timeOfDayMs(closes)) return false;
  if (weekdaysOnly && !isWeekday(atMs)) return false;
  const today = month * 100 + day;
  const isClosedDay = closedDays.some(({ from, to }) => {
    const [first, last] = [dayOfYear(from), dayOfYear(to)];
    const [hasBegun, isNotOver] = [today >= first, today <= last];
    return first <= last ? hasBegun && isNotOver : hasBegun || isNotOver;
  });
  const isMaintained = maintenance.some(
    ({ from, to, types }) =>
      atMs >= instantMs(from) &&
      atMs < instantMs(to) &&
      (types === undefined || (type !== undefined && types.includes(type))),
  );
  return !(isClosedDay || isMaintained);
}

/** 1229 of 12-29. */
function dayOfYear(monthDay: string): number {
  return Number(monthDay.replace('-', ''));
}
