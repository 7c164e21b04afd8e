import { type Process, sleep } from '../../sim/process.ts';
import type { Issued, IssueOrder, Issuing } from '../issuing.ts';
import type { Mutant, MutantGround } from '../mutant.ts';
import { type Outcome, refused } from '../problems.ts';
import { issueReplaced } from './issue-replaced.ts';

/** M2: two look-ups at one moment, while the copy is being written, share a work area. */
export const updateRace: Mutant = {
  id: 'M2',
  title: { ja: '足立区：随時連携中の競合', en: 'Adachi: a race during the register update' },
  incident: 'Adachi, 2023-03-22 and 04-18: 2 documents of 4 people (P14, P15, P16, P21)',
  mechanism: {
    ja: '随時連携の反映中に二人が同時に申請すると、先の申請が後の申請者の記録を読み、後の申請はエラーになる。再試行は正しい。',
    en: 'While an update of the registers is being written, of two requests at one moment the first is looked up by the second’s key and gets that person’s document; the second gets an error, and its retry is right.',
  },
  plantedIn: 'look-up',
  oracle: 'page-ownership',
  window: {
    ms: 1_000,
    why: 'inference: “at the same moment” is taken as within a second, as Kawasaki’s vendor put it',
  },
  needs:
    'two requests within the moment while an update is being written: `municipality.feed.write` above `0s`, and a change by the office',
  plant: (ground) => {
    const area = new WorkArea(ground);
    return {
      issuing: (sound) => issueReplaced(sound, (order) => area.issue(order, sound)),
    };
  },
};

/** A look-up that waits for the writer, with who has written over its key since. */
interface LookUp {
  readonly order: IssueOrder;
  overwrittenBy: LookUp | undefined;
}

/** The one place where look-ups that must wait for the writer leave their key. */
class WorkArea {
  readonly #ground: MutantGround;
  #waiting: LookUp | undefined;

  constructor(ground: MutantGround) {
    this.#ground = ground;
  }

  *issue(order: IssueOrder, sound: Issuing): Process<Outcome<Issued>> {
    const { writing, municipality, windowMs } = this.#ground;
    if (writing(municipality) === 0) return yield* sound.issue(order);
    const mine: LookUp = { order, overwrittenBy: undefined };
    const earlier = this.#waiting;
    if (earlier !== undefined) earlier.overwrittenBy = mine;
    this.#waiting = mine;
    try {
      yield sleep(windowMs);
    } finally {
      if (this.#waiting === mine) this.#waiting = undefined;
    }
    // The centre was told of an error (P14), and what was then asked again came out right.
    if (earlier !== undefined) return refused('issuer-unavailable', 'the look-up was disturbed');
    const { holder } = lastOf(mine).order;
    return yield* sound.issue({ ...order, holder });
  }
}

/** Whose key stands in the work area in the end. */
function lastOf(lookUp: LookUp): LookUp {
  let last = lookUp;
  while (last.overwrittenBy !== undefined) last = last.overwrittenBy;
  return last;
}
