import type { FileIr } from './nodes.js';
import { type Shape, shapes } from './shapes.js';

/**
 * The IR as bytes: objects become their values in a fixed order of keys behind a shape number, texts stand once in a table,
 * and offsets are differences from the last one, so that most numbers take one byte. Reads what the same version wrote.
 *
 * Shapes that `shapes.ts` does not list stand in the head: a new kind of node works at once and is small once it is listed.
 */
export function packIr(ir: FileIr): Uint8Array {
  const writer = new Writer();
  writer.value(ir);
  return writer.finish();
}

/** What `packIr` packed; `undefined` for bytes of any other origin. */
export function unpackIr(bytes: Uint8Array): FileIr | undefined {
  try {
    const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
    const json = Buffer.from(bytes.buffer, bytes.byteOffset + 4, head).toString('utf8');
    const [texts, more] = JSON.parse(json) as [string[], Shape[]];
    return new Reader(bytes, 4 + head, texts, more).value() as FileIr;
  } catch {
    return undefined;
  }
}

const UNDEFINED = 0;
const NULL = 1;
const TRUE = 2;
const FALSE = 3;
const INTEGER = 4;
const NEGATIVE = 5;
const FLOAT = 6;
const TEXT = 7;
const LIST = 8;
/** This and all above: an object of shape `tag - SHAPE`. */
const SHAPE = 9;

function shapeOf(value: Readonly<Record<string, unknown>>): Shape {
  const { kind } = value;
  return typeof kind === 'string'
    ? [kind, ...Object.keys(value).filter(key => key !== 'kind')]
    : ['', ...Object.keys(value)];
}

function idOf(shape: Shape): string {
  return shape.join();
}

/** Keys whose values are offsets: written as the difference from the offset written last. */
function isOffset(key: string): boolean {
  return key === 'start' || key === 'end' || key === 'nameStart' || key === 'nameEnd';
}

class Writer {
  #bytes = new Uint8Array(4096);
  #length = 0;
  #lastOffset = 0;
  readonly #texts = new Map<string, number>();
  readonly #shapes = new Map(shapes.map((shape, index) => [idOf(shape), { index, shape }]));

  value(value: unknown): void {
    if (value === undefined) this.#number(UNDEFINED);
    else if (value === null) this.#number(NULL);
    else if (typeof value === 'boolean') this.#number(value ? TRUE : FALSE);
    else if (typeof value === 'number') this.#numeral(value);
    else if (typeof value === 'string') {
      this.#number(TEXT);
      this.#number(this.#text(value));
    } else if (Array.isArray(value)) {
      this.#number(LIST);
      this.#number(value.length);
      for (const each of value) this.value(each);
    } else this.#object(value as Readonly<Record<string, unknown>>);
  }

  finish(): Uint8Array {
    const more = [...this.#shapes.values()].slice(shapes.length).map(({ shape }) => shape);
    const head = Buffer.from(JSON.stringify([[...this.#texts.keys()], more]));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(head.byteLength);
    return Buffer.concat([length, head, this.#bytes.subarray(0, this.#length)]);
  }

  #object(value: Readonly<Record<string, unknown>>): void {
    const shape = shapeOf(value);
    const id = idOf(shape);
    let known = this.#shapes.get(id);
    if (!known) {
      known = { index: this.#shapes.size, shape };
      this.#shapes.set(id, known);
    }
    this.#number(SHAPE + known.index);
    for (const key of shape.slice(1)) {
      const each = value[key];
      if (isOffset(key)) {
        this.#signed((each as number) - this.#lastOffset);
        this.#lastOffset = each as number;
      } else this.value(each);
    }
  }

  #numeral(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      this.#number(value < 0 ? NEGATIVE : INTEGER);
      this.#number(Math.abs(value));
      return;
    }
    // JSON has no infinity: numbers that are no integers stand as text.
    this.#number(FLOAT);
    this.#number(this.#text(Object.is(value, -0) ? '-0' : String(value)));
  }

  #text(text: string): number {
    let index = this.#texts.get(text);
    if (index === undefined) {
      index = this.#texts.size;
      this.#texts.set(text, index);
    }
    return index;
  }

  #signed(value: number): void {
    this.#number(value < 0 ? -value * 2 - 1 : value * 2);
  }

  /** Seven bits a byte, low ones first. */
  #number(value: number): void {
    let rest = value;
    if (this.#length + 10 > this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #texts: readonly string[];
  readonly #shapes: readonly Shape[];
  #at: number;
  #lastOffset = 0;

  constructor(bytes: Uint8Array, at: number, texts: readonly string[], more: readonly Shape[]) {
    this.#bytes = bytes;
    this.#at = at;
    this.#texts = texts;
    this.#shapes = more.length === 0 ? shapes : [...shapes, ...more];
  }

  value(): unknown {
    const tag = this.#number();
    switch (tag) {
      case UNDEFINED:
        return undefined;
      case NULL:
        return null;
      case TRUE:
        return true;
      case FALSE:
        return false;
      case INTEGER:
        return this.#number();
      case NEGATIVE:
        return -this.#number();
      case FLOAT:
        return Number(this.#texts[this.#number()]);
      case TEXT:
        return this.#texts[this.#number()];
      case LIST: {
        const list: unknown[] = new Array(this.#number());
        for (let i = 0; i < list.length; i++) list[i] = this.value();
        return list;
      }
      default:
        return this.#object(this.#shapes[tag - SHAPE]);
    }
  }

  #object(shape: Shape | undefined): Record<string, unknown> {
    if (!shape) throw new RangeError('unknown shape');
    const made: Record<string, unknown> = shape[0] === '' ? {} : { kind: shape[0] };
    for (let i = 1; i < shape.length; i++) {
      const key = shape[i]!;
      if (isOffset(key)) {
        const packed = this.#number();
        this.#lastOffset += packed % 2 === 1 ? -(packed + 1) / 2 : packed / 2;
        made[key] = this.#lastOffset;
      } else made[key] = this.value();
    }
    return made;
  }

  #number(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError('the bytes end too early');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }
}
