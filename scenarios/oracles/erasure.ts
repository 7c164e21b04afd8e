import { KioskRecords } from '../judging/kiosk-records.ts';
import type { Oracle } from '../judging/oracle.ts';
import type { EventOf } from '../trace-events.ts';

/**
 * Nothing of a citizen is left at the kiosk when they have gone: no card, no paper, no money, no
 * document in the spool and nothing in the kiosk's own memory. The devices say it themselves; a
 * kiosk that goes on to the next citizen without having asked them has not looked.
 *
 * It keeps two numbers for each kiosk: whom it serves, and after whom its devices were asked.
 */
export const erasure: Oracle = {
  name: 'erasure',
  asserts: 'Nothing of a citizen is left at the kiosk after the journey',
  assertsJa: '手続終了後、キオスク端末に利用者のカード・用紙・現金・情報が残らない',
  begin(_scenario, _originMs, report) {
    const kiosks = new KioskRecords(() => ({ served: -1, cleared: -1 }));
    let judged = 0;
    let unjudged = 0;
    return {
      judged: () => judged,
      unjudged: () => unjudged,
      watch: {
        'pin-entered': ({ t, journey, kiosk }) => {
          const here = kiosks.of(kiosk);
          const { served } = here;
          if (served === journey) return;
          here.served = journey;
          if (served === -1) return;
          const message = `the next journey begins, and nobody has looked what is left of journey ${served}`;
          report({ t, journey, kiosk, message });
        },
        cleared: (event) => {
          judged += 1;
          const { t, journey, kiosk } = event;
          const here = kiosks.of(kiosk);
          here.cleared = journey;
          // Others may come and go before the next PIN is typed: of this one nothing is open.
          if (here.served === journey) here.served = -1;
          const left = leftOf(event);
          if (left === '') return;
          report({ t, journey, kiosk, message: `left when the journey was over: ${left}` });
        },
        ended: ({ t, journey, kiosk, stage }) => {
          const here = kiosks.of(kiosk);
          if (stage === 'queue' || here.cleared === journey) return;
          // It is told once.
          here.cleared = journey;
          // A trace in which no device says anything is of a time when none were asked.
          if (judged === 0) unjudged += 1;
          else {
            const message = 'the journey is over, and nobody has looked what is left of it';
            report({ t, journey, kiosk, message });
          }
        },
      },
    };
  },
};

function leftOf({ cards, jobs, sheets, yen, memory }: EventOf<'cleared'>): string {
  if (cards + jobs + sheets === 0 && yen === 0 && memory.length === 0) return '';
  const counted = [
    [cards, 'card in the reader'],
    [jobs, 'document in the spool'],
    [sheets, 'sheet in the tray'],
    [yen, 'yen in the payment unit'],
  ] as const;
  const things = counted.filter(([count]) => count !== 0).map(([count, of]) => `${count} ${of}`);
  return [...things, ...memory.map((name) => `the ${name} in memory`)].join(', ');
}
