import { exponential } from '../../../sim/distribution.ts';
import { streams } from '../../../sim/rng.ts';

/** The mean wait in an M/M/c queue, in services, by Erlang’s formula C; `load` is λ/μ. */
export function erlangWait(servers: number, load: number): number {
  let term = 1;
  let sum = 1;
  for (let count = 1; count < servers; count++) {
    term *= load / count;
    sum += term;
  }
  const last = (term * load) / servers / (1 - load / servers);
  return last / (sum + last) / (servers - load);
}

/** The load at which the mean wait is so long. */
export function loadOfWait(servers: number, wait: number): number {
  let [low, high] = [0, servers];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (erlangWait(servers, middle) < wait) low = middle;
    else high = middle;
  }
  return low;
}

/** The mean wait of so many customers of a simulated M/M/c queue, in services. */
export function simulatedWait(
  servers: number,
  load: number,
  seed: number,
  customers = 20_000,
): number {
  const [gaps, services] = [streams(seed).stream('gap', 0), streams(seed).stream('service', 0)];
  const [gap, service] = [exponential(1 / load), exponential(1)];
  const freeAt = new Float64Array(servers);
  let now = 0;
  let waited = 0;
  for (let customer = 0; customer < customers; customer++) {
    now += gap(gaps);
    let first = 0;
    for (let server = 1; server < servers; server++) {
      if ((freeAt[server] as number) < (freeAt[first] as number)) first = server;
    }
    const begins = Math.max(now, freeAt[first] as number);
    waited += begins - now;
    freeAt[first] = begins + service(services);
  }
  return waited / customers;
}
