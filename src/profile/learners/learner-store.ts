import * as v from 'valibot';
import type { Clock } from '../../common/clock';
import { NAME_LIMIT } from '../../common/names';
import type { Enrolment } from '../enrolment/enrolment';
import type { Quarantine } from '../../storage/quarantine';
import type { ObjectStore } from '../../storage/object-store';
import { LEARNER_VERSION, learnerName, learnerSchema, type Learner } from './learner';
import { readLearnerFile, writeLearnerFile } from './learner-file';

/** Key in the object store of the settings. */
export const ACTIVE_KEY = 'active-learner';

export interface LearnerStoreOptions {
  readonly learners: ObjectStore;
  readonly settings: ObjectStore;
  readonly quarantine: Quarantine;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Asks the browser not to clear what is kept. */
  readonly persist: () => void;
}

/**
 * The learners enrolled on this device, of whom one is active. Every method rejects with a
 * StorageError.
 */
export class LearnerStore {
  readonly #options: LearnerStoreOptions;

  constructor(options: LearnerStoreOptions) {
    this.#options = options;
  }

  /**
   * All learners by name. Records that cannot be read are set aside and reported, the others are
   * here.
   */
  async list(): Promise<Learner[]> {
    const entries = await this.#options.learners.entries();
    const learners: Learner[] = [];
    for (const [key, value] of entries) {
      const learner = await this.#read(key, value);
      if (learner !== null) learners.push(learner);
    }
    return learners.sort((a, b) => a.name.localeCompare(b.name) || a.createdAt - b.createdAt);
  }

  /** null: nobody of this id, or the record was damaged (and is then set aside and reported). */
  async get(id: string): Promise<Learner | null> {
    const value = await this.#options.learners.get(id);
    return value === undefined ? null : this.#read(id, value);
  }

  /**
   * Keeps a new learner and makes them the active one. @throws ValiError when the name is empty.
   */
  async add(enrolment: Enrolment, name: string): Promise<Learner> {
    const now = this.#options.clock();
    const learner: Learner = {
      version: LEARNER_VERSION,
      id: this.#options.newId(),
      name: v.parse(learnerName, name.trim().slice(0, NAME_LIMIT)),
      createdAt: now,
      updatedAt: now,
      backbone: enrolment.backbone,
      embedding: enrolment.embedding,
      calibration: enrolment.calibration,
      frames: enrolment.frames,
    };
    await this.#keep(learner);
    await this.activate(learner.id);
    return learner;
  }

  /** Takes a new enrolment or calibration of a learner; null when they are not here any more. */
  async update(id: string, { backbone, embedding, calibration, frames }: Enrolment): Promise<Learner | null> {
    return this.#change(id, { backbone, embedding, calibration, frames });
  }

  /** @throws ValiError when the name is empty. */
  async rename(id: string, name: string): Promise<Learner | null> {
    return this.#change(id, { name: v.parse(learnerName, name.trim().slice(0, NAME_LIMIT)) });
  }

  async delete(id: string): Promise<void> {
    await this.#options.learners.delete([id]);
    if ((await this.#activeId()) === id) await this.activate(null);
  }

  /** The learner in front of this device; null: nobody chosen yet. */
  async active(): Promise<Learner | null> {
    const id = await this.#activeId();
    return id === null ? null : this.get(id);
  }

  async activate(id: string | null): Promise<void> {
    if (id === null) await this.#options.settings.delete([ACTIVE_KEY]);
    else await this.#options.settings.set([[ACTIVE_KEY, id]]);
  }

  /** One learner as the text of a JSON file; null: not here. */
  async export(id: string): Promise<string | null> {
    const learner = await this.get(id);
    return learner === null ? null : writeLearnerFile(learner);
  }

  /**
   * Adds the learner of an exported file. One who is already here is not overwritten: the import
   * gets an id of its own.
   * @throws LearnerFileError when the file is damaged or something else.
   */
  async import(text: string): Promise<Learner> {
    const imported = await readLearnerFile(text);
    const taken = (await this.#options.learners.get(imported.id)) !== undefined;
    const learner = taken ? { ...imported, id: this.#options.newId() } : imported;
    await this.#keep(learner);
    return learner;
  }

  async #change(id: string, change: Partial<Learner>): Promise<Learner | null> {
    const learner = await this.get(id);
    if (learner === null) return null;
    const changed = { ...learner, ...change, updatedAt: this.#options.clock() };
    const isHere = await this.#options.learners.set([[id, changed]], id);
    return isHere ? changed : null;
  }

  async #keep(learner: Learner): Promise<void> {
    this.#options.persist();
    await this.#options.learners.set([[learner.id, learner]]);
  }

  async #activeId(): Promise<string | null> {
    const id = await this.#options.settings.get(ACTIVE_KEY);
    return typeof id === 'string' ? id : null;
  }

  async #read(key: string, value: unknown): Promise<Learner | null> {
    const parsed = v.safeParse(learnerSchema, value);
    if (parsed.success && parsed.output.id === key) return parsed.output;
    const reason = parsed.success ? 'it is kept under another id' : describe(parsed.issues[0]);
    await this.#options.quarantine.take(
      this.#options.learners,
      'learners',
      [[key, value]],
      reason,
      LEARNER_VERSION,
    );
    return null;
  }
}

const describe = (issue: v.BaseIssue<unknown>): string =>
  `${v.getDotPath(issue) ?? 'record'}: ${issue.message}`;
