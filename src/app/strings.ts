/**
 * Every text of the page, in plain English, in one place: a translation replaces these modules. Whatever is counted or
 * named comes in as an argument, so that word order is free.
 */
export * from './strings/common';
export * from './strings/embed';
export * from './strings/monitor';
export * from './strings/offline';
export * from './strings/pages';
export * from './strings/states';
export * from './strings/troubles';
