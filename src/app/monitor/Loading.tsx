import { common } from '../shared/strings';
import { loading as text } from './strings';
import { megabytes } from '../shared/format';
import { useMonitor } from '../context';
import { StateStatus } from './StateStatus';
import { Button } from '../shared/ui/Button';

/** A model file's plain name; files are hashed in a build (`faceres-1a2b3c.safetensors`). */
function fileName(file: string): string {
  const base = file.split('/').at(-1) ?? file;
  const known = Object.entries(text.file).find(([start]) => base.startsWith(start));
  return known?.[1] ?? base;
}

/** Between Start and the first picture: the camera's permission and the models. */
export function Loading() {
  const downloads = useMonitor((monitor) => monitor.downloads);
  const hasCamera = useMonitor((monitor) => monitor.stream !== null);
  const stop = useMonitor((monitor) => monitor.stop);
  const arrived = downloads.length > 0 && downloads.every(({ loaded, total }) => loaded >= total);
  return (
    <section className="stage narrow" aria-labelledby="loading-title">
      <h1 id="loading-title">{text.title}</h1>
      <p className="lead">{!hasCamera ? text.camera : arrived ? text.preparing : text.models}</p>
      <ul className="downloads">
        {downloads.map(({ file, loaded, total }) => (
          <li key={file}>
            <span>{fileName(file)}</span>
            <span className="hint">
              {loaded >= total ? text.done : text.progress(megabytes(loaded), megabytes(total))}
            </span>
            <progress aria-label={fileName(file)} value={loaded} max={total} />
          </li>
        ))}
      </ul>
      <StateStatus size="small" />
      <div className="actions">
        <Button onClick={() => void stop()}>{common.cancel}</Button>
      </div>
    </section>
  );
}
