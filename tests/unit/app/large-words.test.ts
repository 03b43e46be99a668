import { expect, it } from 'vitest';
import { lettersOf } from '../../../src/app/monitor/StateStatus';

it.each([
  ['Awake', 5],
  ['Eyes closed', 6],
  ['Réveillez-vous', 14],
  ['睡眠', 4],
  ['Wakeful起動', 11],
])('large words are as large as the longest allows: %s', (text, letters) => {
  expect(lettersOf(text)).toEqual({ '--letters': letters });
});
