import { useState } from 'react';
import { labels as text } from './strings';
import { Segments } from '../../shared/ui/Segments';
import { useLabels } from './context';
import { EyeCurve } from './EyeCurve';
import { LabelLane } from './LabelLane';
import { Ruler } from './Ruler';
import { shownOf, type Shown, type Zoom } from './shown';
import { RunBars, SuggestionLane } from './SuggestionLane';

/** Ruler, labels, suggestions and the eyes' opening, over one another in time. */
export function LabelTimeline() {
  const [zoom, setZoom] = useState<Zoom>('all');
  const count = useLabels(({ history }) => history.labels.length);
  const page = useLabels(({ time }) => shownOf(zoom, Math.floor(time), count).from);
  const shown = shownOf(zoom, page, count);
  const rival = useLabels((state) => state.rival);
  return (
    <section className="label-timeline" aria-labelledby="label-timeline-title">
      <header>
        <h2 id="label-timeline-title">{text.timeline}</h2>
        <Segments
          label={text.zoom}
          value={zoom}
          onChange={setZoom}
          options={[
            { value: 'all', label: text.zooms.all },
            { value: 'five', label: text.zooms.five },
            { value: 'one', label: text.zooms.one },
          ]}
        />
      </header>
      <div className="lanes">
        <Ruler shown={shown} />
        <span className="lane-name">{text.lanes.labels}</span>
        <LabelLane shown={shown} />
        <span className="lane-name">{text.lanes.suggestions}</span>
        <SuggestionLane shown={shown} />
        {rival && (
          <>
            <span className="lane-name">{text.lanes.rival}</span>
            <div className="lane lane-thin">
              <RunBars values={rival.labels} shown={shown} />
            </div>
          </>
        )}
        <span className="lane-name">{text.lanes.curve}</span>
        <EyeCurve shown={shown} />
        <Playhead shown={shown} />
      </div>
      <p className="hint">{text.paintHint}</p>
    </section>
  );
}

function Playhead({ shown }: { readonly shown: Shown }) {
  const time = useLabels((state) => state.time);
  return (
    <div className="playhead-layer" aria-hidden="true">
      <span
        className="playhead"
        style={{ left: `${(100 * (time - shown.from)) / (shown.to - shown.from)}%` }}
      />
    </div>
  );
}
