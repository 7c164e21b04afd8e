import { KioskRecords } from '../judging/kiosk-records.ts';
import type { Oracle } from '../judging/oracle.ts';

/** Wrong PINs in a row that lock a card (S4, P52). Said again here, and not asked of who counts. */
const TRIES = 3;

/**
 * After three wrong PINs in a row a card gives nothing more, until an office has reset it; the card
 * itself counts (JPKI), or the municipality (cards of the older method).
 *
 * It keeps for each kiosk the journey in which a PIN was right, and a count for each card whose
 * last PIN was wrong. A right PIN or a reset drops the count; what is left are cards locked.
 */
export const pinLock: Oracle = {
  name: 'pin-lock',
  asserts: 'After three wrong PINs in a row a card gives nothing more until an office resets it',
  assertsJa: '暗証番号を続けて三回誤ったカードは、窓口で再設定されるまで使えない',
  begin(_scenario, _originMs, report) {
    const wrong = new Map<number, number>();
    const proofs = new KioskRecords(() => ({ journey: -1 }));
    let judged = 0;
    return {
      judged: () => judged,
      watch: {
        'pin-entered': ({ t, journey, kiosk, card, result, countedBy }) => {
          judged += 1;
          const before = wrong.size === 0 ? 0 : (wrong.get(card) ?? 0);
          const after = countAfter(before, result);
          if (after > 0) wrong.set(card, after);
          else if (before > 0) wrong.delete(card);
          proofs.of(kiosk).journey = result === 'right' ? journey : -1;
          // A card whose PIN is wrong for the third time says so, and is locked at once.
          if (after < TRIES || result === 'locked' || result === 'unknown') return;
          const said = result === 'right' ? 'took another' : 'lets another be typed';
          const message = `after ${after} wrong PINs in a row the ${countedBy} ${said}`;
          report({ t, journey, kiosk, message });
        },
        'card-changed': ({ card }) => {
          wrong.delete(card);
        },
        document: ({ t, journey, kiosk, number }) => {
          // A trace that tells of no PIN at all is of a time when none were told.
          if (judged === 0) return;
          if (proofs.of(kiosk).journey === journey) return;
          report({
            t,
            journey,
            kiosk,
            message: `document ${number} was issued without a right PIN`,
          });
        },
      },
    };
  },
};

/** Wrong PINs in a row after one more entry; a card that is locked stays so. */
function countAfter(before: number, result: 'right' | 'wrong' | 'locked' | 'unknown'): number {
  switch (result) {
    case 'wrong':
      return before + 1;
    case 'locked':
      return Math.max(before, TRIES);
    case 'right':
    case 'unknown':
      // Nobody knows of an unknown one whether it was right: it may have ended the row.
      return before < TRIES ? 0 : before;
  }
}
