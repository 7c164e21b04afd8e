import type { Oracle } from '../judging/oracle.ts';

/**
 * The front of every printed page is what its back restores: the centre seals the picture of a
 * front behind it, so paper whose sides do not agree was changed or mixed up on its way. Pages
 * without backs, as runs have that draw nothing, are not judged, and then it does not apply.
 */
export const frontEqualsBack: Oracle = {
  name: 'front-equals-back',
  asserts: 'The front of every compared page is the one that its back restores',
  assertsJa: '照合したすべてのページの表面は、裏面のスクランブル画像から復元されるものと一致する',
  begin(_scenario, _originMs, report) {
    let backs = 0;
    let awaited = 0;
    let judged = 0;
    let unreadable = 0;
    return {
      applies: () => backs > 0,
      judged: () => judged,
      // A comparison that was begun and never told is not a page that was right.
      unjudged: () => unreadable + awaited,
      watch: {
        page: ({ compared }) => {
          if (compared === undefined) return;
          backs += 1;
          if (compared === 'follows') awaited += 1;
        },
        'page-compared': ({ t, journey, kiosk, sheet, number, verdict, reason }) => {
          awaited -= 1;
          if (verdict === 'unreadable') unreadable += 1;
          else judged += 1;
          if (verdict !== 'different') return;
          const message = `sheet ${sheet} of document ${number} is not what its back restores: ${reason}`;
          report({ t, journey, kiosk, message });
        },
      },
    };
  },
};
