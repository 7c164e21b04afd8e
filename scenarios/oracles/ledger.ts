import type { Oracle } from '../oracle.ts';

interface Account {
  feeYen: number;
  collectedYen: number;
  collections: number;
  refundedYen: number;
  pagesDue: number;
  pagesDelivered: number;
}

/**
 * Fee collected = documents delivered × fee, else it was given back; never twice. A document is
 * delivered when all of its pages are.
 */
export const ledger: Oracle = {
  name: 'ledger',
  asserts: 'The fee is collected once for each delivered document, and given back otherwise',
  assertsJa: '手数料は交付された証明書一通につき一度だけ収納され、それ以外は返金される',
  begin(_scenario, _originMs, report) {
    const accounts = new Map<number, Account>();
    let judged = 0;
    return {
      judged: () => judged,
      // Who has paid and is still under way when all is over may yet get a page or the money back.
      unjudged: () => [...accounts.values()].filter(({ collectedYen }) => collectedYen > 0).length,
      watch: {
        document: ({ journey, feeYen, pages }) => {
          const account = { collectedYen: 0, collections: 0, refundedYen: 0, pagesDelivered: 0 };
          accounts.set(journey, { feeYen, pagesDue: pages, ...account });
        },
        paid: ({ t, journey, kiosk, yen }) => {
          const account = accounts.get(journey);
          if (account === undefined) {
            const message = `${yen} yen were collected before any document was there`;
            report({ t, journey, kiosk, message });
            return;
          }
          account.collectedYen += yen;
          account.collections += 1;
          if (account.collections > 1) {
            const message = `the fee was collected ${account.collections} times`;
            report({ t, journey, kiosk, message });
          }
        },
        refunded: ({ journey, yen }) => {
          const account = accounts.get(journey);
          if (account !== undefined) account.refundedYen += yen;
        },
        page: ({ journey }) => {
          const account = accounts.get(journey);
          if (account !== undefined) account.pagesDelivered += 1;
        },
        'page-unreadable': ({ journey }) => {
          const account = accounts.get(journey);
          if (account !== undefined) account.pagesDelivered += 1;
        },
        ended: ({ t, journey, kiosk }) => {
          const account = accounts.get(journey);
          if (account === undefined) return;
          accounts.delete(journey);
          judged += 1;
          const keptYen = account.collectedYen - account.refundedYen;
          const delivered = account.pagesDelivered >= account.pagesDue;
          const dueYen = delivered ? account.feeYen : 0;
          if (keptYen === dueYen) return;
          const pages = `${account.pagesDelivered} of ${account.pagesDue} pages`;
          const message = `${keptYen} yen were kept for ${pages}; ${dueYen} yen are due`;
          report({ t, journey, kiosk, message });
        },
      },
    };
  },
};
