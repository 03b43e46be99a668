import { useId, useState, type ReactNode } from 'react';
import { common } from '../../messages/texts';
import { percent } from '../format';
import { Button } from './Button';

interface PickerProps {
  readonly children: ReactNode;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Asks for a folder instead of files. */
  readonly folder?: boolean;
  readonly describedBy?: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A button that lets files be chosen. */
export function FilePicker({ children, accept, multiple, folder, describedBy, onFiles }: PickerProps) {
  const id = useId();
  return (
    <span className="file-picker">
      <label htmlFor={id} className="button">
        {children}
      </label>
      <input
        id={id}
        className="visually-hidden"
        type="file"
        accept={accept}
        multiple={multiple}
        aria-describedby={describedBy}
        {...(folder ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          const input = event.currentTarget;
          const files = [...(input.files ?? [])];
          // The same file may be chosen again afterwards.
          input.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </span>
  );
}

interface ImportProps {
  readonly label: string;
  /** Resolves to what is said of it. */
  readonly read: (file: File) => Promise<string>;
}

/** Something from a file that was exported here or on another device. */
export function ImportJson({ label, read }: ImportProps) {
  const [said, setSaid] = useState('');
  return (
    <div className="import">
      <FilePicker accept="application/json,.json" onFiles={([file]) => file && void read(file).then(setSaid)}>
        {label}
      </FilePicker>
      <p role="status" className="hint">
        {said}
      </p>
    </div>
  );
}

interface TransferProps {
  readonly label: string;
  readonly fraction: number;
  readonly onCancel: () => void;
}

/** A file that is written or read, how far it is, and a way to stop that. */
export function Transfer({ label, fraction, onCancel }: TransferProps) {
  return (
    <div className="transfer">
      <progress aria-label={label} value={fraction} />
      <p className="hint">
        {label} {percent(fraction)}
      </p>
      <Button onClick={onCancel}>{common.cancel}</Button>
    </div>
  );
}

/** Hands a text to the person as a file. */
export function offerFile(name: string, type: string, text: string): void {
  offerBlob(name, new Blob([text], { type }));
}

/** Hands content to the person as a file. */
export function offerBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun with the click; the next task may let go of it.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
