import { KioskRecords } from '../judging/kiosk-records.ts';
import type { Oracle } from '../judging/oracle.ts';
import type { EventOf } from '../trace-events.ts';

/** What a kiosk asks the issuing server for. */
interface Asked {
  journey: number;
  request: string;
  /** How the server answered it first. */
  first: EventOf<'server-issued'> | undefined;
}

/**
 * An error that a success has covered up is still told: a request that was asked again and then
 * answered, an answer that was given again. These are notices. It is a violation if what was asked
 * again came to something else than the first time.
 *
 * It keeps the last request of each kiosk with its first answer, and why journeys under way had to
 * ask again.
 */
export const quietError: Oracle = {
  name: 'quiet-error',
  asserts: 'What was asked again after an error came to the same; every such error is told',
  assertsJa:
    'エラー後に再要求された申請は最初と同じ結果になり、成功で隠れたエラーもすべて報告される',
  begin(_scenario, _originMs, report, notice) {
    const kiosks = new KioskRecords<Asked>(() => ({ journey: -1, request: '', first: undefined }));
    const errors = new Map<number, string[]>();
    let judged = 0;
    return {
      judged: () => judged,
      watch: {
        requested: ({ journey, kiosk, request }) => {
          const asked = kiosks.of(kiosk);
          asked.journey = journey;
          asked.request = request;
          asked.first = undefined;
        },
        'asked-again': ({ journey, stage, reason }) => {
          const told = errors.get(journey) ?? [];
          errors.set(journey, [...told, `${stage}: ${reason}`]);
        },
        'server-issued': (event) => {
          const { t, kiosk, request, number, repeated } = event;
          const asked = kiosks.of(kiosk);
          const first = asked.request === request ? asked.first : undefined;
          if (asked.request === request) asked.first ??= event;
          if (first === undefined && !repeated) return;
          const journey = asked.request === request ? asked.journey : -1;
          const message = `request ${request} was answered again with document ${number}`;
          const other = first && differenceOf(first, event);
          if (other === undefined) notice({ t, journey, kiosk, message });
          else report({ t, journey, kiosk, message: `${message}; ${other}` });
        },
        document: ({ t, journey, kiosk, request, number }) => {
          if (errors.size === 0 || !errors.has(journey)) return;
          const asked = kiosks.of(kiosk);
          const { first } = asked;
          if (asked.journey !== journey || first === undefined || first.number === number) return;
          const message = `request ${request} was asked again and brought document ${number}; the first answer was ${first.number}`;
          report({ t, journey, kiosk, message });
        },
        ended: ({ t, journey, kiosk, outcome, stage }) => {
          if (stage !== 'queue') judged += 1;
          if (errors.size === 0) return;
          const told = errors.get(journey);
          if (told === undefined) return;
          errors.delete(journey);
          // What did not succeed is told as what it has come to.
          if (outcome !== 'completed') return;
          const times = told.length === 1 ? 'an error' : `${told.length} errors`;
          const message = `completed after ${times}: ${told.join(', ')}`;
          notice({ t, journey, kiosk, message });
        },
      },
    };
  },
};

/** What two answers to the same request differ in, if they do. */
function differenceOf(
  first: EventOf<'server-issued'>,
  again: EventOf<'server-issued'>,
): string | undefined {
  const differs = (['number', 'type', 'municipality', 'resident'] as const).filter(
    (field) => first[field] !== again[field],
  );
  if (differs.length === 0) return undefined;
  return `the first answer had ${differs.map((field) => `${field} ${first[field]}`).join(', ')}`;
}
