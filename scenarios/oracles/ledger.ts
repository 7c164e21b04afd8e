import type { Oracle } from '../judging/oracle.ts';

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
    /** Journeys that were broken off at kiosks without power. */
    const dark = new Map<string, number[]>();
    let judged = 0;
    const close = (t: number, journey: number, kiosk: string) => {
      const account = accounts.get(journey);
      if (account === undefined) return;
      accounts.delete(journey);
      judged += 1;
      const message = whyUnbalanced(account);
      if (message !== undefined) report({ t, journey, kiosk, message });
    };
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
        refunded: ({ t, journey, kiosk, yen }) => {
          const account = accounts.get(journey);
          if (account !== undefined) account.refundedYen += yen;
          else report({ t, journey, kiosk, message: `${yen} yen were given back of nothing` });
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
          const waiting = dark.get(kiosk);
          if (waiting === undefined) close(t, journey, kiosk);
          else if (accounts.has(journey)) waiting.push(journey);
        },
        // A kiosk without power gives nothing back: what it owes is due when it has power again.
        'power-lost': ({ kiosk }) => {
          dark.set(kiosk, []);
        },
        'power-returned': ({ t, kiosk }) => {
          const waiting = dark.get(kiosk) ?? [];
          dark.delete(kiosk);
          for (const journey of waiting) close(t, journey, kiosk);
        },
      },
    };
  },
};

/** What is wrong with an account that is closed, if anything is. */
function whyUnbalanced(account: Account): string | undefined {
  const { feeYen, collectedYen, refundedYen, pagesDue, pagesDelivered } = account;
  const keptYen = collectedYen - refundedYen;
  const dueYen = pagesDelivered >= pagesDue ? feeYen : 0;
  if (keptYen === dueYen) return undefined;
  return `${keptYen} yen were kept for ${pagesDelivered} of ${pagesDue} pages; ${dueYen} yen are due`;
}
