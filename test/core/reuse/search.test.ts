import { describe, expect, it } from 'vitest';
import { type PlacedExport, searchExports } from '../../../core/reuse/search.js';
import { wordsOf } from '../../../core/reuse/words.js';

const entry = (path: string, name: string, summary = '', signature = ''): PlacedExport => ({
  path,
  entry: { name, kind: 'function', signature, summary, span: { start: 0, end: 1 } },
});

const entries = [
  entry('src/dates/parse.ts', 'parseISODate', 'Reads a date as ISO 8601 writes it.', '(text: string): Date'),
  entry('src/dates/format.ts', 'formatDate', 'Writes a date for people.', '(date: Date, zone: string): string'),
  entry('src/users/find.ts', 'findUser', 'Looks a user up by address.', '(email: string): Promise<User>'),
  entry('src/users/list.ts', 'listUsers', '', '(): User[]'),
  entry('src/mail/send.ts', 'sendMail', 'Sends a message to a user.', '(to: string): Promise<void>'),
  entry('src/http/retry.ts', 'retryWithBackoff', 'Retries a remote call.', '(call: () => Promise<T>)'),
];
const names = (query: string, limit?: number) => searchExports(entries, query, limit).map(hit => hit.entry.name);

describe('the words of a name', () => {
  it.each([
    ['parseHTTPDate2', ['parse', 'http', 'date', '2']],
    ['XMLHttpRequest', ['xml', 'http', 'request']],
    ['MAX_RETRIES', ['max', 'retry']],
    ['kebab-case_id', ['kebab', 'case', 'id']],
    ['getUserIDs', ['get', 'user', 'id']],
    ['listUsers', ['list', 'user']],
    ['status', ['status']],
    ['überschreiben', ['überschreiben']],
    ['', []],
    ['--- ()', []],
  ])('%s', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });
});

describe('searching exports', () => {
  it('ranks a name above a mention', () => {
    expect(names('user')).toEqual(['findUser', 'listUsers', 'sendMail']);
  });

  it('ranks a hit on every word above several on one', () => {
    expect(names('format a date')[0]).toBe('formatDate');
    expect(names('date parse')[0]).toBe('parseISODate');
  });

  it('finds plurals, beginnings of words and the casing of the query', () => {
    expect(names('dates')).toContain('formatDate');
    expect(names('retr')).toEqual(['retryWithBackoff']);
    expect(names('SEND MAIL')[0]).toBe('sendMail');
    expect(names('findUsers')[0]).toBe('findUser');
  });

  it('finds words of summary and signature alone', () => {
    expect(names('remote call')).toEqual(['retryWithBackoff']);
    expect(names('zone')).toEqual(['formatDate']);
  });

  it('answers nothing for words that stand nowhere, and for no words', () => {
    expect(names('kubernetes')).toEqual([]);
    expect(names('')).toEqual([]);
    expect(names('?!')).toEqual([]);
  });

  it('is limited and the same for any order of input', () => {
    expect(names('user', 1)).toEqual(['findUser']);
    const ranked = searchExports([...entries].reverse(), 'user date').map(hit => [hit.entry.name, hit.score]);
    expect(ranked).toEqual(searchExports(entries, 'user date').map(hit => [hit.entry.name, hit.score]));
  });

  it('breaks ties by path', () => {
    const twins = [entry('src/b.ts', 'pad'), entry('src/a.ts', 'pad')];
    expect(searchExports(twins, 'pad').map(hit => hit.path)).toEqual(['src/a.ts', 'src/b.ts']);
  });
});
