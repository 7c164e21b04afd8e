import type { Oracle } from '../judging/oracle.ts';

/**
 * Every delivered page belongs to the card that asked: the nonce read from the printed pixels is
 * that of the card's holder, whom the run knows from the moment the citizen came.
 */
export const pageOwnership: Oracle = {
  name: 'page-ownership',
  asserts: 'Every delivered page belongs to the citizen whose card asked for it',
  assertsJa: '交付されたすべてのページは、申請したカードの本人のものである',
  begin(_scenario, _originMs, report) {
    const owners = new Map<number, string>();
    let judged = 0;
    let unjudged = 0;
    return {
      judged: () => judged,
      unjudged: () => unjudged,
      watch: {
        arrived: ({ journey, owner }) => {
          owners.set(journey, owner);
        },
        page: ({ t, journey, kiosk, sheet, owner, number, page, of }) => {
          judged += 1;
          const asker = owners.get(journey);
          if (owner === asker) return;
          const message = `sheet ${sheet} is page ${page}/${of} of document ${number}, which belongs to ${owner}; the card is ${asker ?? 'unknown'}`;
          report({ t, journey, kiosk, message, asked: asker ?? 'unknown', delivered: owner });
        },
        'page-unreadable': () => {
          unjudged += 1;
        },
        ended: ({ journey }) => {
          owners.delete(journey);
        },
      },
    };
  },
};
