import assert from 'node:assert/strict';
import { z } from 'zod';
import { Duration, Instant, MonthDay, TimeOfDay } from '../sim/units.ts';
import { code } from './markdown.ts';

/** The part of JSON Schema that the formats of this project need. */
export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** One key of a format, as it is told. */
export interface Field {
  /** Path from where the reader stands: `ages[].from`. */
  readonly path: string;
  readonly type: string;
  /** The value it has when it is left out; undefined if there is none. */
  readonly fallback: string | undefined;
  readonly required: boolean;
  readonly constraint: string;
  readonly description: string;
}

/** All keys below an object, in the order of the schema, inner ones after their outer one. */
export function fieldsOf(schema: JsonSchema, path = ''): readonly Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const child = schemaOf(value);
    const field = fieldOf(path + key, child, schema.required?.includes(key) === true);
    return [field, ...innerFields(field.path, child)];
  });
}

/** A subschema that is one and not just true or false. */
export function schemaOf(value: JsonSchema[keyof JsonSchema]): JsonSchema {
  assert(typeof value === 'object' && !Array.isArray(value), `${value} is no single schema`);
  return value as JsonSchema;
}

/** The schemas of which a value meets one: those of a union, inner unions too, or the schema. */
export function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  const parts = schema.oneOf ?? schema.anyOf;
  return parts === undefined ? [schema] : parts.flatMap((part) => alternativesOf(schemaOf(part)));
}

/** A value as YAML writes it on one line. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'string') {
    return /[{}[\],:#&*!|>'"%@`]|^\d+$/.test(value) ? `'${value}'` : value;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${inline(key)}: ${inline(inner)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

function innerFields(path: string, schema: JsonSchema): readonly Field[] {
  if (isEstimate(schema)) return [];
  if (isParameter(schema)) return innerFields(`${path}.value`, parameterValue(schema));
  if (schema.type === 'array') return fieldsOf(schemaOf(schema.items), `${path}[].`);
  return fieldsOf(schema, `${path}.`);
}

function fieldOf(path: string, schema: JsonSchema, required: boolean): Field {
  const { default: fallback, description = '' } = schema;
  return {
    path,
    type: typeOf(schema),
    // An object that fills itself up is told by its own keys.
    fallback: fallback === undefined || inline(fallback) === '{}' ? undefined : inline(fallback),
    required,
    constraint: constraintOf(schema),
    description,
  };
}

const UNITS = {
  duration: Duration,
  'time of day': TimeOfDay,
  'day of the year': MonthDay,
  instant: Instant,
};

const NOTATIONS: ReadonlyMap<string | undefined, string> = new Map(
  Object.entries(UNITS).map(([name, unit]) => [z.toJSONSchema(unit).pattern, name]),
);

function typeOf(schema: JsonSchema): string {
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 1) {
    const types = new Set(alternatives.map(typeOf));
    return types.size === 1 ? 'object, one of those below' : [...types].join(' or ');
  }
  if (schema.const !== undefined) return code(String(schema.const));
  if (isEstimate(schema)) return 'estimate';
  if (isParameter(schema)) return `${typeOf(parameterValue(schema))}, with origin`;
  switch (schema.type) {
    case 'string':
      return NOTATIONS.get(schema.pattern) ?? 'text';
    case 'array':
      return ofWhat('list', schemaOf(schema.items));
    case 'object':
      return isMap(schema) ? ofWhat('map', schemaOf(schema.additionalProperties)) : 'object';
    default:
      return String(schema.type);
  }
}

/** What is not of one simple type is told elsewhere. */
function ofWhat(container: string, { type }: JsonSchema): string {
  const simple = type === 'object' || type === 'number' || type === 'integer';
  return simple ? `${container} of ${type}s` : container;
}

/** Median and 95th percentile are one value to the reader. */
function isEstimate(schema: JsonSchema): boolean {
  return Object.keys(schema.properties ?? {}).join() === 'median,p95';
}

/** A value of a demand and its origin are one parameter to the reader. */
function isParameter(schema: JsonSchema): boolean {
  return Object.keys(schema.properties ?? {}).join() === 'value,origin';
}

function parameterValue(schema: JsonSchema): JsonSchema {
  return schemaOf(schema.properties?.['value']);
}

function isMap(schema: JsonSchema): boolean {
  return schema.properties === undefined && typeof schema.additionalProperties === 'object';
}

function constraintOf(schema: JsonSchema): string {
  if (isParameter(schema)) return constraintOf(parameterValue(schema));
  const parts = [boundsOf(schema), lengthOf(schema), choiceOf(schema)];
  if (schema.type === 'array') parts.push(prefixed('each: ', choiceOf(schemaOf(schema.items))));
  if (isMap(schema)) {
    parts.push(prefixed('keys: ', constraintOf(schemaOf(schema.propertyNames ?? {}))));
    parts.push(prefixed('values: ', constraintOf(schemaOf(schema.additionalProperties))));
  }
  return parts.filter((part) => part !== '').join('; ');
}

function boundsOf({ minimum, maximum: most }: JsonSchema): string {
  const maximum = most === Number.MAX_SAFE_INTEGER ? undefined : most;
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (least !== undefined && maximum !== undefined) {
    return `${grouped(least)} to ${grouped(maximum)}`;
  }
  if (least !== undefined) return `${grouped(least)} or more`;
  return maximum === undefined ? '' : `${grouped(maximum)} or less`;
}

function lengthOf({ minItems, minLength }: JsonSchema): string {
  if (minItems !== undefined) return `${minItems} or more of them`;
  return minLength === undefined ? '' : 'not empty';
}

function choiceOf({ enum: choices, pattern }: JsonSchema): string {
  if (choices !== undefined) return choices.map((choice) => code(String(choice))).join(', ');
  return pattern === undefined || NOTATIONS.has(pattern) ? '' : `matches ${code(pattern)}`;
}

function prefixed(prefix: string, text: string): string {
  return text === '' ? '' : prefix + text;
}

/** 100,000. Written here, as the locale of the machine must not matter. */
function grouped(value: number): string {
  return String(value).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');
}
