import { useShallow } from 'zustand/react/shallow';
import type { ReactNode } from 'react';
import { details as text, monitor as monitorText } from './strings';
import { units } from '../shared/strings';
import { percent, shortSeconds } from '../shared/format';
import { useMonitor } from '../context';

const oneDigit = (value: number): string => value.toFixed(1);
const twoDigits = (value: number): string => value.toFixed(2);

/** What the engine measures right now, for the curious and for bug reports. */
export function Details() {
  return (
    <details className="details">
      <summary>{monitorText.details}</summary>
      <dl className="facts">
        <Machine />
        <Live />
      </dl>
    </details>
  );
}

function Machine() {
  const info = useMonitor((monitor) => monitor.info);
  if (!info) return null;
  return (
    <>
      <Fact name={text.backend}>{info.forced ? text.backendForced(info.backend) : info.backend}</Fact>
      <Fact name={text.device}>{info.device || units.none}</Fact>
      <Fact name={text.backbone}>{info.backbone}</Fact>
      <Fact name={text.frameSource}>{text.frameSources[info.frameSource]}</Fact>
    </>
  );
}

function Live() {
  const measures = useMonitor((monitor) => monitor.measures);
  const { openness, closureMs } = useMonitor(useShallow((monitor) => monitor.state));
  if (!measures) return null;
  const { framesPerSecond, verdictsPerSecond, similarity, ear, pose, tensors } = measures;
  return (
    <>
      <Fact name={text.fps}>{units.perSecond(oneDigit(framesPerSecond))}</Fact>
      <Fact name={text.verdicts}>{units.perSecond(oneDigit(verdictsPerSecond))}</Fact>
      <Fact name={text.tensors}>
        <span data-testid="tensors">{tensors}</span>
      </Fact>
      <Fact name={text.similarity}>{similarity === null ? units.none : twoDigits(similarity)}</Fact>
      <Fact name={text.ear}>{ear ? `${twoDigits(ear.left)} / ${twoDigits(ear.right)}` : units.none}</Fact>
      <Fact name={text.pose}>
        {pose
          ? [pose.pitch, pose.yaw, pose.roll].map((a) => units.degrees(Math.round(a))).join(' / ')
          : units.none}
      </Fact>
      <Fact name={text.openness}>{percent(openness)}</Fact>
      <Fact name={text.closure}>{shortSeconds(closureMs)}</Fact>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
