/** Cuts a stream of bytes into X12 segments with their number and byte offset; it knows delimiters and text encoding, no segment's meaning. */
/* oxlint-disable no-control-regex -- X12 delimiters and damage are control characters */
import { type Delimiters, readBareStart, readIsa } from './delimiters';
import { DEFAULT_LIMITS, type Read835Limits } from './limits';
import { describeForeignFile } from './foreign-file';

/** One segment: `elements[0]` is its name, `text` is decoded and free of line breaks, `offset` counts bytes from the file's start. */
export interface Segment {
  readonly id: string;
  readonly elements: readonly string[];
  readonly text: string;
  readonly number: number;
  readonly offset: number;
  readonly delimiters: Delimiters;
  /** What was wrong with its characters: decoded as Latin-1, or control characters replaced by U+FFFD. */
  readonly damage: 'latin1' | 'control' | null;
}

/** Something that is no segment; `fatal` ends the file, the others are skipped over. */
export interface Problem {
  readonly kind:
    | 'foreign_file'
    | 'isa_unreadable'
    | 'isa_not_fixed_length'
    | 'no_isa'
    | 'text_outside_interchange'
    | 'segment_too_long'
    | 'too_many_elements'
    | 'segment_not_terminated';
  readonly id: string;
  readonly number: number;
  readonly offset: number;
  readonly fatal: boolean;
  readonly detail: string;
}

export type Token =
  { readonly segment: Segment; readonly problem?: never } | { readonly problem: Problem; readonly segment?: never };

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Between interchanges padding is no content: white space, NUL and the old end-of-file mark. */
const PADDING = /[\s\0\x1a]/;

/** Feed chunks to `push`, then call `end` once; both return the tokens that became complete. */
export class SegmentSplitter {
  private text = '';
  /** Byte offset in the file of `text[0]`: one character is one byte, because chunks are read as Latin-1. */
  private base = 0;
  private at = 0;
  private number = 0;
  private delimiters: Delimiters | null = null;
  private mode: 'start' | 'seek' | 'segments' | 'overlong' | 'stopped' = 'start';
  private junkReported = false;

  constructor(private readonly limits: Read835Limits = DEFAULT_LIMITS) {}

  /** Bytes seen so far. */
  get bytes(): number {
    return this.base + this.text.length;
  }

  /** Segments seen so far. */
  get segments(): number {
    return this.number;
  }

  push(chunk: Uint8Array): Generator<Token> {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    if (this.mode === 'stopped') {
      this.base += piece.length;
      return this.none();
    }
    this.base += this.at;
    this.text = this.at < this.text.length ? this.text.slice(this.at) + piece : piece;
    this.at = 0;
    return this.drain(false);
  }

  end(): Generator<Token> {
    return this.drain(true);
  }

  private *none(): Generator<Token> {}

  private *drain(final: boolean): Generator<Token> {
    for (;;) {
      const mode = this.mode;
      const at = this.at;
      if (this.mode === 'start') yield* this.start(final);
      if (this.mode === 'seek') yield* this.seek(final);
      if (this.mode === 'overlong') this.skipOverlong(final);
      if (this.mode === 'segments') yield* this.cut(final);
      if (this.mode === mode && this.at === at) return;
    }
  }

  private *start(final: boolean): Generator<Token> {
    if (!final && this.text.length < 4) return;
    if (this.text.startsWith('\u00ef\u00bb\u00bf')) this.at = 3;
    this.skipWhile(/\s/);
    if (!final && this.text.length - this.at < 4) return;
    const foreign = describeForeignFile(this.text.slice(this.at, this.at + 16));
    if (foreign) {
      yield this.problem('foreign_file', this.at, '', true, foreign);
      this.mode = 'stopped';
      return;
    }
    if (/^(GS|ST)[^A-Za-z0-9\s]/.test(this.text.slice(this.at, this.at + 3))) {
      const bare = readBareStart(this.text, this.at, final);
      if (bare.kind === 'more') return;
      if (bare.kind === 'found') {
        yield this.problem('no_isa', this.at, this.text.slice(this.at, this.at + 2), false, '');
        this.delimiters = bare.delimiters;
        this.mode = 'segments';
        return;
      }
    }
    this.mode = 'seek';
  }

  /** Looks for the next ISA, telling once about anything but padding before it. */
  private *seek(final: boolean): Generator<Token> {
    for (;;) {
      this.skipWhile(PADDING);
      const from = this.at;
      const isa = findIsa(this.text, from);
      if (isa > from || (isa < 0 && this.text.length - from >= 4) || (isa < 0 && final && from < this.text.length)) {
        if (!this.junkReported) yield this.problem('text_outside_interchange', from, '', false, '');
        this.junkReported = true;
      }
      if (isa < 0) {
        if (final) this.at = this.text.length;
        else if (this.junkReported) this.at = Math.max(from, this.text.length - 3);
        return;
      }
      this.at = isa;
      const header = readIsa(this.text, isa, final);
      if (header.kind === 'more') return;
      if (header.kind === 'bad') {
        yield this.problem('isa_unreadable', isa, 'ISA', false, '');
        this.junkReported = true;
        this.at = isa + 3;
        continue;
      }
      this.number += 1;
      if (!header.fixedLength) yield this.problem('isa_not_fixed_length', isa, 'ISA', false, '');
      this.delimiters = header.delimiters;
      this.mode = 'segments';
      this.junkReported = false;
      this.at = header.next;
      yield {
        segment: this.segment(
          header.elements,
          header.elements.join(header.delimiters.element),
          isa,
          header.delimiters,
          null,
        ),
      };
      return;
    }
  }

  private *cut(final: boolean): Generator<Token> {
    const delimiters = this.delimiters;
    if (!delimiters) return;
    for (;;) {
      this.skipWhile(/\s/, delimiters);
      const from = this.at;
      const left = this.text.length - from;
      if (left < 4 && !final) return;
      if (left === 0) return;
      if (this.text.startsWith('ISA', from) && /[^A-Za-z0-9]/.test(this.text.charAt(from + 3))) {
        this.mode = 'seek';
        return;
      }
      const stop = this.text.indexOf(delimiters.segment, from);
      if (stop < 0 || stop - from > this.limits.maxSegmentBytes) {
        if (stop < 0 && left <= this.limits.maxSegmentBytes) {
          if (final) yield* this.unfinished(from);
          return;
        }
        this.number += 1;
        yield this.problem('segment_too_long', from, this.idAt(from), false, '');
        this.mode = 'overlong';
        return;
      }
      this.at = stop + 1;
      const token = this.read(this.text.slice(from, stop), from, delimiters);
      if (!token) continue;
      yield token;
      if (token.segment?.id === 'IEA') {
        this.mode = 'seek';
        return;
      }
    }
  }

  private *unfinished(from: number): Generator<Token> {
    const rest = this.text.slice(from);
    this.at = this.text.length;
    if (!/[^\s\0\x1a]/.test(rest)) return;
    this.number += 1;
    const delimiters = this.delimiters;
    // A last IEA or SE without its terminator is complete when nothing can follow it.
    if (delimiters && /^(IEA|GE|SE)[^A-Za-z0-9]/.test(rest)) {
      this.number -= 1;
      const token = this.read(rest, from, delimiters);
      if (token) yield token;
      return;
    }
    yield this.problem('segment_not_terminated', from, this.idAt(from), false, '');
  }

  private skipOverlong(final: boolean): void {
    const stop = this.delimiters ? this.text.indexOf(this.delimiters.segment, this.at) : -1;
    this.at = stop < 0 ? this.text.length : stop + 1;
    if (stop >= 0) this.mode = 'segments';
    else if (final) this.mode = 'stopped';
  }

  private read(raw: string, from: number, delimiters: Delimiters): Token | null {
    let text = /[\r\n]/.test(raw) ? raw.replace(/[\r\n]+/g, '') : raw;
    let damage: Segment['damage'] = null;
    if (/[^\x20-\x7e]/.test(text)) ({ text, damage } = decode(text, delimiters));
    text = text.trim();
    if (text === '') return null;
    this.number += 1;
    const elements = text.split(delimiters.element);
    if (elements.length > this.limits.maxElements) {
      return this.problem('too_many_elements', from, this.idAt(from), false, String(elements.length));
    }
    return { segment: this.segment(elements, text, from, delimiters, damage) };
  }

  private segment(
    elements: readonly string[],
    text: string,
    from: number,
    delimiters: Delimiters,
    damage: Segment['damage'],
  ): Segment {
    return {
      id: (elements[0] ?? '').trim(),
      elements,
      text,
      number: this.number,
      offset: this.base + from,
      delimiters,
      damage,
    };
  }

  private problem(kind: Problem['kind'], from: number, id: string, fatal: boolean, detail: string): Token {
    return { problem: { kind, id, number: Math.max(this.number, 1), offset: this.base + from, fatal, detail } };
  }

  private idAt(from: number): string {
    return /^[A-Z][A-Z0-9]{1,2}(?![A-Za-z0-9])/.exec(this.text.slice(from, from + 4))?.[0] ?? '';
  }

  /** Moves over padding, but never over a delimiter that is itself a control character. */
  private skipWhile(pattern: RegExp, delimiters?: Delimiters): void {
    while (this.at < this.text.length) {
      const character = this.text.charAt(this.at);
      if (!pattern.test(character) || character === delimiters?.element) return;
      this.at += 1;
    }
  }
}

/** The next place that can be an ISA: the name and a separator that is no letter, digit or space. */
function findIsa(text: string, from: number): number {
  const search = /ISA[^A-Za-z0-9\s]/g;
  search.lastIndex = from;
  return search.exec(text)?.index ?? -1;
}

/** Latin-1 text to what was meant: UTF-8 where it is valid, else Latin-1; control characters that are no delimiter become U+FFFD. */
function decode(text: string, delimiters: Delimiters): { text: string; damage: Segment['damage'] } {
  let result = text;
  let damage: Segment['damage'] = null;
  if (/[\x80-\xff]/.test(text)) {
    try {
      result = utf8.decode(Buffer.from(text, 'latin1'));
    } catch {
      damage = 'latin1';
    }
  }
  result = result.replace(/[\x00-\x1f\x7f-\x9f]/g, (character) => {
    if (character === delimiters.element || character === delimiters.component || character === delimiters.repetition)
      return character;
    damage = 'control';
    return '\ufffd';
  });
  return { text: result, damage };
}
