import { useEffect, useState } from 'react';
import { useStudioServices } from '../context';

interface Props {
  readonly recordingId: string;
  readonly index: number;
  readonly label: string;
}

/** A kept face. The one before is shown until it is read. */
export function CropPicture({ recordingId, index, label }: Props) {
  const { footage } = useStudioServices();
  const [url, setUrl] = useState<string | null>(null);

  useEffect(() => {
    let current = true;
    footage.crop(recordingId, index).then(
      (blob) => current && setUrl(URL.createObjectURL(blob)),
      // A picture that cannot be read is told where the recording is listed; the place stays empty.
      () => current && setUrl(null),
    );
    return () => {
      current = false;
    };
  }, [footage, recordingId, index]);

  useEffect(() => {
    if (url === null) return;
    return () => URL.revokeObjectURL(url);
  }, [url]);

  return url === null ? <span className="crop-empty" /> : <img className="crop" src={url} alt={label} />;
}
