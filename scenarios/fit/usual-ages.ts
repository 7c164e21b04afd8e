/** Ages where a log tells none. */
export const AGES = {
  value: [
    { from: 15, to: 19, share: 0.03 },
    { from: 20, to: 29, share: 0.17 },
    { from: 30, to: 39, share: 0.25 },
    { from: 40, to: 49, share: 0.23 },
    { from: 50, to: 59, share: 0.15 },
    { from: 60, to: 69, share: 0.11 },
    { from: 70, to: 89, share: 0.06 },
  ],
  origin: 'I: not in the log; as in cities/toyonaka.yaml (toy.age_rank, S4: 30s and 40s highest)',
};
