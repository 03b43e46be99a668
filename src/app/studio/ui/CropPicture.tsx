import { useEffect, useState } from 'react';
import { useStudioServices } from '../context';

/** A face at hand; an empty place while there is none. */
export function FacePicture({ blob, label }: { readonly blob: Blob | null; readonly label: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = blob && URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- an address has to be given back
    setUrl(made);
    return () => {
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [blob]);
  return url === null ? <span className="crop-empty" /> : <img className="crop" src={url} alt={label} />;
}

interface Props {
  readonly recordingId: string;
  readonly index: number;
  readonly label: string;
}

/** A kept face. The one before is shown until it is read. */
export function CropPicture({ recordingId, index, label }: Props) {
  const { footage } = useStudioServices();
  const [blob, setBlob] = useState<Blob | null>(null);
  useEffect(() => {
    let current = true;
    footage.crop(recordingId, index).then(
      (read) => current && setBlob(read),
      // A picture that cannot be read is told where the recording is listed; the place stays empty.
      () => current && setBlob(null),
    );
    return () => {
      current = false;
    };
  }, [footage, recordingId, index]);
  return <FacePicture blob={blob} label={label} />;
}
