import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { WakefulnessClass } from '../../../common/classes';
import type { Studio } from '../../../engine/studio-api';
import { labelsCsv, parseLabelsCsv } from '../../../footage/dataset/labels-csv';
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
import { isAbort, toProblem, type Problem } from '../../shared/problems/problem';

/** Labels of a file. */
export interface FileLabels {
  readonly name: string;
  readonly labels: SecondLabels;
  /** Rows of the file after the recording's end. */
  readonly beyond: number;
}

export const SPEEDS = [0.5, 1, 1.5, 2, 4] as const;

/** ms after a change until it is kept: a stroke of many changes is kept once. */
const SAVE_AFTER = 400;

/** The stretch around a second with one suggestion and without labels: what one look accepts. */
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

const NOTHING_READ = {
  /** undefined until it was read; null: there is none of this id. */
  recording: undefined as Recording | null | undefined,
  signals: [] as readonly FrameSignals[],
  history: labelHistory([]),
  /** Whether each second shows a face: the others teach nothing, whatever their label. */
  faces: [] as readonly boolean[],
  suggestions: [] as Suggestions,
  /** How much of the suggestions is computed, 0..1; null: all of it. */
  suggesting: null as number | null,
  /** Why nothing is suggested. */
  noSuggestions: null as Problem | null,
  /** Another annotator's, of the same recording. */
  rival: null as FileLabels | null,
  /** To be taken over, once somebody has agreed. */
  arrived: null as FileLabels | null,
  problem: null as Problem | null,
  /** Changes that are not kept yet. */
  isSaving: false,

  /** Seconds from the start. */
  time: 0,
  isPlaying: false,
  speed: 1,
  /** What passing seconds become; undefined: they stay as they are. */
  held: undefined as Brush | undefined,
  /** Goes up whenever `time` was set by anything but playing: whoever plays the film follows. */
  seeks: 0,
};

export type LabelsStore = ReturnType<typeof createLabelsStore>;
export type LabelsState = ReturnType<LabelsStore['getState']>;

/** Of one recording: its labels, and where its film is. */
export function createLabelsStore(
  id: string,
  library: FootageLibrary,
  suggest: Studio['suggest'],
  onSaved: () => void,
) {
  let computing = new AbortController();
  let saving: ReturnType<typeof setTimeout> | null = null;
  let gestures = 0;
  let holding = '';

  return createStore(
    combine(NOTHING_READ, (set, get) => {
      const secondCount = (): number => get().history.labels.length;
      const current = (): number => Math.min(secondCount() - 1, Math.floor(get().time));
      const tell = (error: unknown): void => set({ problem: toProblem(error, 'studio') });

      function keep(history: LabelHistory): void {
        if (history.labels === get().history.labels) return;
        set({ history, isSaving: true });
        if (saving !== null) clearTimeout(saving);
        saving = setTimeout(() => void save(), SAVE_AFTER);
      }
      function change(labels: SecondLabels, stroke: string | null = null): void {
        keep(edited(get().history, labels, stroke));
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
      async function flush(): Promise<void> {
        if (saving !== null) await save();
      }
      /** Labels can be set meanwhile. */
      async function loadSuggestions(): Promise<void> {
        computing.abort();
        computing = new AbortController();
        const { signal } = computing;
        set({ suggesting: 0 });
        const onProgress = (suggesting: number): void => {
          if (!signal.aborted) set({ suggesting });
        };
        try {
          const suggestions = await suggest(id, onProgress, signal);
          set({ suggestions, suggesting: null, noSuggestions: null });
        } catch (error) {
          if (!isAbort(error)) set({ suggesting: null, noSuggestions: toProblem(error, 'studio') });
        }
      }
      /** null: the file was refused, which is told. */
      async function readLabels(file: File): Promise<FileLabels | null> {
        try {
          const content = new Uint8Array(await file.arrayBuffer());
          const { labels, beyond } = parseLabelsCsv(content, file.name, secondCount());
          return { name: file.name, labels, beyond: beyond.length };
        } catch (error) {
          tell(error);
          return null;
        }
      }
      function seek(time: number): void {
        const last = Math.max(0, secondCount() - 0.001);
        set({ time: Math.min(last, Math.max(0, time)), seeks: get().seeks + 1 });
      }

      return {
        load: async (): Promise<void> => {
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

        play: (on: boolean): void => {
          if (on && get().time >= secondCount() - 0.05) seek(0);
          set({ isPlaying: on });
        },
        setSpeed: (speed: number): void => set({ speed }),
        seek,
        /** The film has come to this time by playing. */
        pass: (time: number): void => {
          const { time: before, held, history } = get();
          set({ time: Math.min(time, Math.max(0, secondCount() - 0.001)) });
          if (held !== undefined && time > before)
            change(paintPassed(history.labels, before, time, held), holding);
          if (time >= secondCount()) set({ isPlaying: false });
        },
        /** Sets the current second, and those that pass from now on. */
        hold: (brush: Brush): void => {
          holding = `hold ${++gestures}`;
          set({ held: brush });
          change(paint(get().history.labels, current(), current() + 1, brush), holding);
        },
        release: (): void => set({ held: undefined }),
        /** By a key: to the next second or back, painting what is passed if asked to. */
        step: (by: number, paints: boolean): void => {
          const { held, history } = get();
          const from = current();
          const to = Math.min(secondCount() - 1, Math.max(0, from + by));
          seek(to);
          if (paints && held !== undefined) change(paintPassed(history.labels, from, to, held), holding);
        },
        /** `stroke` names the gesture: all of it is undone at once. */
        paint: (from: number, to: number, brush: Brush, stroke: string | null = null): void =>
          change(paint(get().history.labels, from, to, brush), stroke),
        /** Labels as they were, with the edge moved. */
        moveEdge: (from: SecondLabels, edge: number, by: number, stroke: string): void =>
          change(nudge(from, edge, by), stroke),
        /** Moves the edge that is nearest to the current second. */
        nudgeNearest: (by: number): void => {
          const { history, time } = get();
          const near = [...edgesOf(history.labels)].sort((a, b) => Math.abs(a - time) - Math.abs(b - time));
          const edge = near[0];
          if (edge === undefined) return;
          change(nudge(history.labels, edge, by));
          seek(Math.max(0, edge + by));
        },
        undo: (): void => keep(undo(get().history)),
        redo: (): void => keep(redo(get().history)),
        /** To the next second with a face and nothing sure; else to the next without a label. */
        next: (): void => {
          const { history, faces, suggestions } = get();
          const second =
            nextUnsure(history.labels, faces, suggestions, current()) ??
            nextUnlabelled(history.labels, faces, current());
          if (second !== null) seek(second);
        },
        acceptSure: (): void => change(acceptSuggestions(get().history.labels, get().suggestions)),
        /** The suggestion at the current second, with its neighbours of the same kind. */
        acceptHere: (): void => {
          const { history, suggestions } = get();
          const stretch = suggestedStretch(history.labels, suggestions, current());
          if (stretch) change(paint(history.labels, stretch.from, stretch.to, stretch.label));
        },
        csv: (): string => labelsCsv(get().history.labels),
        /** Asks first where labels would be lost, or the file may be another recording's. */
        importCsv: async (file: File): Promise<void> => {
          const read = await readLabels(file);
          if (!read) return;
          const { labels, beyond } = read;
          const isLost = get().history.labels.some(
            (kept, second) => kept !== null && kept !== labels[second],
          );
          if (isLost || beyond > 0) set({ arrived: read });
          else change(labels);
        },
        /** Labels that arrived take the place of all that are here; can be undone. */
        takeArrived: (): void => {
          const { arrived } = get();
          if (arrived) change(arrived.labels);
          set({ arrived: null });
        },
        leaveArrived: (): void => set({ arrived: null }),
        compare: async (file: File): Promise<void> => {
          const rival = await readLabels(file);
          if (rival) set({ rival });
        },
        endComparison: (): void => set({ rival: null }),
        dismissProblem: (): void => set({ problem: null }),
        /** Keeps at once what is not kept yet. */
        flush,
        /** The page is left: nothing plays or is computed any more. */
        leave: (): void => {
          computing.abort();
          set({ isPlaying: false });
          void flush();
        },
      };
    }),
  );
}
