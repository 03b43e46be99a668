/**
 * Every text of the page, in plain English, in one place: a translation replaces these modules. Whatever is counted or
 * named comes in as an argument, so that word order is free.
 */
export * from './shared/strings';
export * from './embed/strings';
export * from './monitor/strings';
export * from './offline/strings';
export * from './strings/pages';
export * from './monitor/state-strings';
export * from './shared/problems/strings';
