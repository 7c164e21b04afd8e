import { setTimeout as delay } from 'node:timers/promises';
import { draw, type Job } from './tiny-page.ts';

/** How the server has a job drawn. */
export type Spool = (job: Job) => Promise<Buffer>;

/** Looking the family up takes a moment, in which other requests come. */
const LOOK_UP_MS = 40;

/** Each its own. */
async function sound(job: Job): Promise<Buffer> {
  await delay(LOOK_UP_MS);
  return draw(job);
}

/** Spares work: who asks while a job is being drawn is handed that one. */
function previousJob(): Spool {
  let underWay: Promise<Buffer> | undefined;
  return async (job) => {
    underWay ??= sound(job).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

/** Names a job for the second in which it was asked for. */
function sameSecond(): Spool {
  const jobs = new Map<number, Job>();
  return async (job) => {
    const second = Math.floor(Date.now() / 1000);
    jobs.set(second, job);
    await delay(LOOK_UP_MS);
    return draw(jobs.get(second) as Job);
  };
}

/** All is right, and nobody can see it. */
const unmarked: Spool = (job) => sound({ ...job, unmarked: true });

export const SPOOLS = {
  sound: () => sound,
  'previous-job': previousJob,
  'same-second': sameSecond,
  unmarked: () => unmarked,
};
