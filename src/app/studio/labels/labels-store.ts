import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WakefulnessClass } from '../../../common/classes';
import { labelsCsv, parseLabelsCsv } from '../../../footage/dataset/labels-csv';
import type { Studio } from '../../../engine/studio-api';
import type { FootageLibrary } from '../../../footage/footage-library';
import {
  acceptSuggestions,
  edgesOf,
  nextUnlabelled,
  nextUnsure,
  nudge,
  paint,
  paintPassed,
  secondsOf,
  type Brush,
} from '../../../footage/labels/edit';
import { edited, labelHistory, redo, undo, type LabelHistory } from '../../../footage/labels/history';
import type { FrameSignals, Recording, SecondLabels, Suggestions } from '../../../footage/recording';
import { isAbort, studioProblemOf, type StudioProblem } from '../../shared/problems/studio-problem';

/** Another annotator's labels of the same recording. */
export interface Rival {
  readonly name: string;
  readonly labels: SecondLabels;
  /** Rows of the file after the recording's end. */
  readonly beyond: number;
}

export const SPEEDS = [0.5, 1, 1.5, 2, 4] as const;

export interface LabelsState {
  /** undefined until it was read; null: there is none of this id. */
  readonly recording: Recording | null | undefined;
  readonly signals: readonly FrameSignals[];
  readonly history: LabelHistory;
  /** Whether each second shows a face: the others teach nothing, whatever their label. */
  readonly faces: readonly boolean[];
  readonly suggestions: Suggestions;
  /** How much of the suggestions is computed, 0..1; null: all of it. */
  readonly suggesting: number | null;
  /** Why nothing is suggested. */
  readonly noSuggestions: StudioProblem | null;
  readonly rival: Rival | null;
  readonly problem: StudioProblem | null;
  /** Changes that are not kept yet. */
  readonly isSaving: boolean;

  /** Seconds from the start. */
  readonly time: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  /** What passing seconds become; undefined: they stay as they are. */
  readonly held: Brush | undefined;
  /** Goes up whenever `time` was set by anything but playing: whoever plays the film follows. */
  readonly seeks: number;

  readonly load: () => Promise<void>;
  readonly play: (on: boolean) => void;
  readonly setSpeed: (speed: number) => void;
  readonly seek: (time: number) => void;
  /** The film has come to this time by playing. */
  readonly pass: (time: number) => void;
  /** Sets the current second, and those that pass from now on. */
  readonly hold: (brush: Brush) => void;
  readonly release: () => void;
  /** By a key: to the next second or back, painting what is passed if asked to. */
  readonly step: (by: number, paints: boolean) => void;
  /** `stroke` names the gesture: all of it is undone at once. */
  readonly paint: (from: number, to: number, brush: Brush, stroke?: string) => void;
  /** Labels as they were, with the edge moved. */
  readonly moveEdge: (from: SecondLabels, edge: number, by: number, stroke?: string) => void;
  /** Moves the edge that is nearest to the current second. */
  readonly nudgeNearest: (by: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Goes to the next second with a face that nobody labelled and no suggestion is sure of; else to the next unlabelled one. */
  readonly next: () => void;
  readonly acceptSure: () => void;
  /** The suggestion at the current second, with its neighbours of the same kind. */
  readonly acceptHere: () => void;
  readonly csv: () => string;
  /** Replaces all labels; can be undone. */
  readonly importCsv: (file: File) => Promise<void>;
  readonly compare: (file: File) => Promise<void>;
  readonly endComparison: () => void;
  readonly dismissProblem: () => void;
  /** Keeps at once what is not kept yet. */
  readonly flush: () => Promise<void>;
  /** The page is left: nothing plays or is computed any more. */
  readonly leave: () => void;
}

export type LabelsStore = StoreApi<LabelsState>;

/** ms after a change until it is kept: a stroke of many changes is kept once. */
const SAVE_AFTER = 400;

/** The stretch around a second with the same suggestion and without labels: what one look accepts. */
export function suggestedStretch(
  labels: SecondLabels,
  suggestions: Suggestions,
  second: number,
): { readonly from: number; readonly to: number; readonly label: WakefulnessClass } | null {
  const label = suggestions[second]?.label;
  if (!label || (labels[second] ?? null) !== null) return null;
  const fits = (at: number): boolean => suggestions[at]?.label === label && labels[at] === null;
  let [from, to] = [second, second + 1];
  while (fits(from - 1)) from--;
  while (fits(to)) to++;
  return { from, to, label };
}

/** Which seconds show a face that was kept. */
function secondsWithFaces(signals: readonly FrameSignals[], seconds: number): readonly boolean[] {
  const faces = new Array<boolean>(seconds).fill(false);
  for (const { time, crop } of signals) {
    const second = Math.floor(time);
    if (crop !== null && second < seconds) faces[second] = true;
  }
  return faces;
}

/** Of one recording: its labels, and where its film is. */
export function createLabelsStore(
  id: string,
  library: FootageLibrary,
  suggest: Studio['suggest'],
  onSaved: () => void,
): LabelsStore {
  let computing = new AbortController();
  let saving: ReturnType<typeof setTimeout> | null = null;
  let gestures = 0;
  let holding = '';

  return createStore<LabelsState>()((set, get) => {
    const secondCount = (): number => get().history.labels.length;
    const current = (): number => Math.min(secondCount() - 1, Math.floor(get().time));
    const tell = (error: unknown): void => set({ problem: studioProblemOf(error) });

    function change(labels: SecondLabels, stroke: string | null = null): void {
      keep(edited(get().history, labels, stroke));
    }
    function keep(history: LabelHistory): void {
      if (history.labels === get().history.labels) return;
      set({ history, isSaving: true });
      if (saving !== null) clearTimeout(saving);
      saving = setTimeout(() => void save(), SAVE_AFTER);
    }
    async function save(): Promise<void> {
      if (saving !== null) clearTimeout(saving);
      saving = null;
      const { labels } = get().history;
      try {
        await library.setLabels(id, labels);
        if (get().history.labels === labels) set({ isSaving: false });
        onSaved();
      } catch (error) {
        tell(error);
      }
    }
    /** Labels can be set meanwhile. */
    async function loadSuggestions(): Promise<void> {
      computing.abort();
      computing = new AbortController();
      const { signal } = computing;
      set({ suggesting: 0 });
      const onShare = (suggesting: number): void => {
        if (!signal.aborted) set({ suggesting });
      };
      try {
        const suggestions = await suggest(id, onShare, signal);
        set({ suggestions, suggesting: null, noSuggestions: null });
      } catch (error) {
        if (!isAbort(error)) set({ suggesting: null, noSuggestions: studioProblemOf(error) });
      }
    }

    return {
      recording: undefined,
      signals: [],
      history: labelHistory([]),
      faces: [],
      suggestions: [],
      suggesting: null,
      noSuggestions: null,
      rival: null,
      problem: null,
      isSaving: false,
      time: 0,
      isPlaying: false,
      speed: 1,
      held: undefined,
      seeks: 0,

      async load() {
        try {
          const recording = await library.recording(id);
          if (!recording) {
            set({ recording: null });
            return;
          }
          const seconds = secondsOf(recording.duration);
          const [kept, signals] = await Promise.all([library.labels(id), library.signals(id)]);
          const labels = Array.from({ length: seconds }, (_, second) => kept[second] ?? null);
          const faces = secondsWithFaces(signals, seconds);
          set({ recording, signals, faces, history: labelHistory(labels) });
          void loadSuggestions();
        } catch (error) {
          set({ recording: null });
          tell(error);
        }
      },

      play(on) {
        const { time } = get();
        if (on && time >= secondCount() - 0.05) get().seek(0);
        set({ isPlaying: on });
      },
      setSpeed: (speed) => set({ speed }),
      seek(time) {
        const last = Math.max(0, secondCount() - 0.001);
        set({ time: Math.min(last, Math.max(0, time)), seeks: get().seeks + 1 });
      },
      pass(time) {
        const { time: before, held, history } = get();
        set({ time: Math.min(time, Math.max(0, secondCount() - 0.001)) });
        if (held !== undefined && time > before)
          change(paintPassed(history.labels, before, time, held), holding);
        if (time >= secondCount()) set({ isPlaying: false });
      },
      hold(brush) {
        holding = `hold ${++gestures}`;
        set({ held: brush });
        change(paint(get().history.labels, current(), current() + 1, brush), holding);
      },
      release: () => set({ held: undefined }),
      step(by, paints) {
        const { held, history } = get();
        const from = current();
        const to = Math.min(secondCount() - 1, Math.max(0, from + by));
        get().seek(to);
        if (paints && held !== undefined) change(paintPassed(history.labels, from, to, held), holding);
      },
      paint: (from, to, brush, stroke) =>
        change(paint(get().history.labels, from, to, brush), stroke ?? null),
      moveEdge: (from, edge, by, stroke) => change(nudge(from, edge, by), stroke ?? null),
      nudgeNearest(by) {
        const { labels } = get().history;
        const at = get().time;
        const edge = [...edgesOf(labels)].sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
        if (edge === undefined) return;
        change(nudge(labels, edge, by));
        get().seek(Math.max(0, edge + by));
      },
      undo: () => keep(undo(get().history)),
      redo: () => keep(redo(get().history)),
      next() {
        const { history, faces, suggestions } = get();
        const second =
          nextUnsure(history.labels, faces, suggestions, current()) ??
          nextUnlabelled(history.labels, faces, current());
        if (second !== null) get().seek(second);
      },
      acceptSure: () => change(acceptSuggestions(get().history.labels, get().suggestions)),
      acceptHere() {
        const { history, suggestions } = get();
        const stretch = suggestedStretch(history.labels, suggestions, current());
        if (stretch) change(paint(history.labels, stretch.from, stretch.to, stretch.label));
      },
      csv: () => labelsCsv(get().history.labels),
      async importCsv(file) {
        try {
          change(parseLabelsCsv(await file.text(), secondCount()).labels);
        } catch (error) {
          tell(error);
        }
      },
      async compare(file) {
        try {
          const { labels, beyond } = parseLabelsCsv(await file.text(), secondCount());
          set({ rival: { name: file.name, labels, beyond: beyond.length } });
        } catch (error) {
          tell(error);
        }
      },
      endComparison: () => set({ rival: null }),
      dismissProblem: () => set({ problem: null }),
      async flush() {
        if (saving !== null) await save();
      },
      leave() {
        computing.abort();
        set({ isPlaying: false });
        void get().flush();
      },
    };
  });
}
