import type { Mutant } from '../mutant.ts';
import { issueReplaced } from './issue-replaced.ts';
import { PrintFiles } from './print-files.ts';

/** M6: a build for one server, whose names are unique on one server, on several of them. */
export const singleServerBuild: Mutant = {
  id: 'M6',
  title: {
    ja: '高松市：複数サーバ構成での単一サーバ版',
    en: 'Takamatsu: the single-server build on several servers',
  },
  incident: 'Takamatsu, 2024-04-04: 1 document (P25, P26, P27)',
  mechanism: {
    ja: '一時ファイル名が時刻とサーバごとの連番だけで決まる。複数サーバが同じ場所に書くと、ほぼ同時の申請の名前が衝突する。一台なら起きない。',
    en: 'A temporary file is named by the moment and a counter of the node’s own, in a directory that all nodes share: unique on one node, but two almost simultaneous requests on two nodes get one name.',
  },
  plantedIn: 'print file',
  oracle: 'page-ownership',
  window: {
    ms: 10,
    why: 'inference: about 65 weekdays passed before the one leak, at some 2.3 pairs a second apart a day',
  },
  needs: '`server.nodes` 2 or more, and two requests within the moment',
  plant: ({ runner, windowMs }) => {
    const shared = new PrintFiles({ runner, windowMs });
    return {
      issuing: (sound) => {
        // What each node counts for itself: its requests of the present moment.
        let moment = -1;
        let count = 0;
        return issueReplaced(sound, (order) => {
          // Its clock never goes back, so that no name comes twice on one node.
          const now = Math.max(moment, Math.floor(order.nowMs / windowMs));
          count = now === moment ? count + 1 : 1;
          moment = now;
          return shared.issue(`${moment}-${count}`, order, sound);
        });
      },
    };
  },
};
