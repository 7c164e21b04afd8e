import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Municipalities, MunicipalityData } from './municipality-data.ts';

const FOLDER = new URL('./', import.meta.url);

/** The municipalities whose data come with kofu; a file is read when it is asked for. */
export class ShippedMunicipalities implements Municipalities {
  readonly #folder: URL;
  #codes: readonly string[] | undefined;

  constructor(folder = FOLDER) {
    this.#folder = folder;
  }

  /** Throws if the file is damaged, with all that is wrong with it. */
  get(code: string): MunicipalityData | undefined {
    if (!this.#listed().includes(code)) return undefined;
    const file = `${code}.yaml`;
    const text = readFileSync(new URL(file, this.#folder), 'utf8');
    const read = MunicipalityData.safeParse(parse(text));
    if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
    if (read.data.code !== code) throw new Error(`${file} has the data of ${read.data.code}`);
    return read.data;
  }

  /** Codes in ascending order. */
  keys(): readonly string[] {
    return this.#listed();
  }

  #listed(): readonly string[] {
    this.#codes ??= readdirSync(this.#folder)
      .filter((name) => /^\d{5}\.yaml$/.test(name))
      .map((name) => name.slice(0, 5))
      .sort();
    return this.#codes;
  }
}
