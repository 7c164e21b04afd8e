import type { FindMaxResult } from '../scenarios/find-max/find-max.ts';
import type { TriedRate } from '../scenarios/find-max/search.ts';
import { factorText, metOf, perTimeText } from './find-max-figures.ts';
import type { FindMaxWords } from './find-max-words.ts';

/** What was found, in a sentence. */
export function statementOf(result: FindMaxResult, words: FindMaxWords): string {
  const { confirmed, refuted, basePerSecond, ended } = result;
  const at = (tried: TriedRate | undefined) => {
    if (tried === undefined) return words.none;
    const { met, judged } = metOf(tried);
    const rate = perTimeText(tried.factor * basePerSecond);
    return `${rate} (${factorText(tried.factor)}, ${met}/${judged})`;
  };
  return words.statement[ended](at(confirmed), at(refuted));
}

/** How sure it is, and what no rate can exceed. */
export function notesOf(result: FindMaxResult, words: FindMaxWords): readonly string[] {
  const { ceiling, question, test, fewest } = result;
  const { perSecond, kiosks, serviceMs } = ceiling;
  const percent = (share: number) => String(Number((share * 100).toPrecision(3)));
  return [
    words.ceiling(perTimeText(perSecond), String(kiosks), String(Math.round(serviceMs / 1000))),
    words.rule(percent(test.met), percent(test.unmet), percent(test.error), String(fewest)),
    ...(question.clock === 'virtual' ? [words.model] : []),
  ];
}

/** Between which shares of all seeds meet it. */
export function intervalText({ interval: [low, high] }: TriedRate): string {
  return `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
}
