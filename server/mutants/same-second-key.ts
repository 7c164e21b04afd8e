import type { Mutant } from '../mutant.ts';
import { issueReplaced } from './issue-replaced.ts';
import { PrintFiles } from './print-files.ts';

/** M3: print files are named by municipality and second. */
export const sameSecondKey: Mutant = {
  id: 'M3',
  title: { ja: '川崎市：同一秒のキー', en: 'Kawasaki: one key for one second' },
  incident: 'Kawasaki, 2023-05-02 07:31: 1 戸籍全部事項証明書 (P14, P17, P18)',
  mechanism: {
    ja: '印刷ファイルの名前が市区町村と秒だけで決まり、同じ秒の後の申請が先の申請を上書きする。先の申請者に後の申請者の証明書が出る。',
    en: 'The print file is named by municipality and second alone: of two requests within one second, at two stores, the later overwrites the earlier, and both get the later one’s document.',
  },
  plantedIn: 'print file',
  oracle: 'page-ownership',
  window: { ms: 1_000, why: 'the vendor: two applications within a second (P17, P18)' },
  needs: 'two requests whose civil times are in one second, at two kiosks',
  plant: ({ municipality, runner, windowMs }) => {
    // One directory, whatever the number of nodes: it was the link to the 戸籍 system.
    const files = new PrintFiles({ runner, windowMs });
    return {
      issuing: (sound) =>
        issueReplaced(sound, (order) => {
          const second = Math.floor(order.nowMs / windowMs);
          return files.issue(`${municipality}-${second}`, order, sound);
        }),
    };
  },
};
